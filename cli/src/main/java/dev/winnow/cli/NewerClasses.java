package dev.winnow.cli;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Writes libraries anew whose class files are so old that Java's archive of loaded classes cannot
 * hold them: the same code, with the types that today's verifier wants to read beside it. The
 * launcher starts it once; picocli's classes from the archive save a sixth of the time that a
 * command takes to start.
 */
final class NewerClasses {
  /** The first version whose class files always have what the verifier reads. */
  private static final int NEW = ClassFile.JAVA_7_VERSION;

  private static final ClassTransform NEWER =
      ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
          .andThen((to, element) -> {
            if (element instanceof ClassFileVersion) {
              to.withVersion(NEW, 0);
            } else {
              to.with(element);
            }
          });

  private NewerClasses() {}

  /** Writes to the directory {@code args[0]} those of the jars behind it that have old classes. */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    for (int i = 1; i < args.length; i++) {
      write(Path.of(args[i]), directory);
    }
  }

  private static void write(Path jar, Path directory) throws IOException {
    URL[] itself = {jar.toUri().toURL()};
    try (JarFile in = new JarFile(jar.toFile());
        URLClassLoader loader = new URLClassLoader(itself)) {
      ClassFile classes =
          ClassFile.of(
              StackMapsOption.GENERATE_STACK_MAPS,
              ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(loader)
                      .orElse(ClassHierarchyResolver.defaultResolver())));
      List<JarEntry> entries = in.stream().toList();
      List<byte[]> contents = new ArrayList<>();
      boolean any = false;
      for (JarEntry entry : entries) {
        byte[] content = in.getInputStream(entry).readAllBytes();
        boolean old = entry.getName().endsWith(".class") && isOld(classes.parse(content));
        contents.add(old ? newer(classes, content) : content);
        any |= old;
      }
      if (any) {
        write(entries, contents, directory.resolve(jar.getFileName()));
      }
    }
  }

  private static boolean isOld(ClassModel model) {
    return model.majorVersion() < NEW;
  }

  /** As it was if it refers to classes that are not there, or if the verifier would refuse it. */
  private static byte[] newer(ClassFile classes, byte[] content) {
    try {
      byte[] newer = classes.transformClass(classes.parse(content), NEWER);
      return classes.verify(newer).isEmpty() ? newer : content;
    } catch (IllegalArgumentException e) {
      return content;
    }
  }

  private static void write(List<JarEntry> entries, List<byte[]> contents, Path jar)
      throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (int i = 0; i < contents.size(); i++) {
        out.putNextEntry(new JarEntry(entries.get(i).getName()));
        out.write(contents.get(i));
        out.closeEntry();
      }
    }
  }
}
