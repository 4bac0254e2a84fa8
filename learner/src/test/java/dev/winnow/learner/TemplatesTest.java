package dev.winnow.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {
  private static final String CANONICAL =
      """
      # winnow template 1
      enum exact
      flags mask
      fcntl.arg exact
      openat.flags cube
      i386:open.flags mask
      split fcntl.cmd
      """;

  @Test
  void aTemplatePrintsAndReadsBack() throws TemplateSyntaxException {
    Template template =
        Templates.parse(
            "t",
            """
            # winnow template 1
            split fcntl.cmd      # by command
            openat.flags   cube
              fcntl.arg exact
            i386:open.flags mask

            flags mask
            enum exact
            """);
    assertEquals(
        CANONICAL.lines().sorted().toList(), Templates.print(template).lines().sorted().toList());
    Template again = Templates.parse("t", Templates.print(template));
    assertEquals(template, again);
    assertEquals(Templates.print(template), Templates.print(again));
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "names", "exact"})
  void theBuiltInOnesAreFilesToo(String name) throws TemplateSyntaxException {
    Template template = Template.named(name);
    assertNotNull(template);
    assertEquals(template.levels(), Templates.parse(name, Templates.print(template)).levels());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "flags often         | t:1:7: 'often' is no level",
        "colour exact        | t:1:1: 'colour' is no kind of argument",
        "pointer exact       | t:1:1: pointers are never constrained",
        "opnat.flags mask    | t:1:1: 'opnat' is no syscall",
        "openat.flag5 mask   | t:1:8: openat has no argument 'flag5'",
        "read.buf exact      | t:1:6: buf is a pointer",
        "vax:open.flags mask | t:1:1: 'vax' is no architecture",
        "i386:opn.flags mask | t:1:6: 'opn' is no syscall of i386",
        "flags               | t:1:1: 'flags' stands alone",
        "flags mask exact    | t:1:12: 'exact' is one word too many",
        "split openat        | t:1:7: openat has no argument ''",
        "# winnow template 2 | t:1:1: this version of winnow reads version 1",
      })
  void aFaultHasItsPlaceAndARemedy(String line, String message) {
    String text =
        assertThrows(TemplateSyntaxException.class, () -> Templates.parse("t", line)).getMessage();
    assertNotNull(text);
    assertTrue(text.startsWith(message), text);
    assertEquals(4, text.lines().count(), text);
  }

  @Test
  void allFaultsAreReported() {
    String text =
        assertThrows(
                TemplateSyntaxException.class,
                () -> Templates.parse("t", "fd bound\nfd mask\nsplit fcntl.cmd\nsplit fcntl.fd\nx"))
            .getMessage();
    assertNotNull(text);
    for (String part : List.of("t:2:1: 'fd' has a level", "t:4:7: fcntl is split", "t:5:1: 'x'")) {
      assertTrue(text.contains(part), text);
    }
  }
}
