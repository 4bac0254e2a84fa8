package dev.winnow.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.commons.math3.special.Beta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class NewerClassesTest {
  @TempDir Path directory;

  /** Real libraries of Java 5 stay what they are, in class files that Java verifies as new ones. */
  @ParameterizedTest
  @ValueSource(classes = {CommandLine.class, Beta.class})
  void oldClassesBecomeNewOnesAndNothingElseChanges(Class<?> one) throws Exception {
    Path old = jarOf(one);
    Path recent = jarOf(Test.class);
    NewerClasses.main(new String[] {directory.toString(), old.toString(), recent.toString()});
    Path newer = directory.resolve(old.getFileName());
    assertTrue(Files.exists(newer));
    assertFalse(Files.exists(directory.resolve(recent.getFileName())));
    try (JarFile before = new JarFile(old.toFile());
        JarFile after = new JarFile(newer.toFile());
        URLClassLoader loader = new URLClassLoader(new URL[] {newer.toUri().toURL()})) {
      ClassFile classes =
          ClassFile.of(
              ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(loader)));
      assertEquals(names(before), names(after));
      int made = 0;
      for (JarEntry entry : before.stream().toList()) {
        byte[] was = content(before, entry);
        byte[] is = content(after, entry);
        boolean isClass = entry.getName().endsWith(".class");
        if (!isClass || classes.parse(was).majorVersion() >= ClassFile.JAVA_7_VERSION) {
          assertArrayEquals(was, is, entry.getName());
          continue;
        }
        ClassModel model = classes.parse(is);
        assertEquals(ClassFile.JAVA_7_VERSION, model.majorVersion(), entry.getName());
        assertEquals(List.of(), classes.verify(model), entry.getName());
        assertEquals(shape(classes.parse(was)), shape(model));
        made++;
      }
      assertTrue(made > 100, made + " classes");
    }
  }

  private static Path jarOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static List<String> names(JarFile jar) {
    return jar.stream().map(JarEntry::getName).toList();
  }

  private static byte[] content(JarFile jar, JarEntry entry) throws IOException {
    return jar.getInputStream(entry).readAllBytes();
  }

  /** Its members with their types, and what kinds of instructions they are. */
  private static List<String> shape(ClassModel model) {
    List<String> shape = new ArrayList<>();
    model.fields().forEach(field -> shape.add(field.fieldName() + " " + field.fieldType()));
    for (MethodModel method : model.methods()) {
      shape.add(method.methodName() + " " + method.methodType());
      method.code().stream()
          .flatMap(CodeModel::elementStream)
          .filter(Instruction.class::isInstance)
          .forEach(element -> shape.add(((Instruction) element).opcode().kind().name()));
    }
    return shape;
  }
}
