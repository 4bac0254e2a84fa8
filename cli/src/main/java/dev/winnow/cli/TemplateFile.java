package dev.winnow.cli;

import dev.winnow.learner.Template;
import dev.winnow.learner.TemplateSyntaxException;
import dev.winnow.learner.Templates;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The template of a name: a built-in one, or one that the user wrote. */
final class TemplateFile {
  private TemplateFile() {}

  static Template named(String name) {
    Template template = Template.named(name);
    return template != null ? template : read(Path.of(name));
  }

  private static Template read(Path file) {
    if (!Files.exists(file)) {
      throw new CommandFailure(
          "--template: '"
              + Terminal.name(file)
              + "' is no template and no file; expected default, names, exact or a file");
    }
    try {
      return Templates.parse(Terminal.name(file), Files.readString(file));
    } catch (TemplateSyntaxException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), e);
    } catch (CharacterCodingException e) {
      throw new CommandFailure(
          Terminal.name(file) + ": not UTF-8; a template is a text file of lines such as fd bound",
          e);
    } catch (IOException e) {
      throw new CommandFailure("cannot read " + Terminal.name(file) + ": " + Problem.reason(e), e);
    }
  }
}
