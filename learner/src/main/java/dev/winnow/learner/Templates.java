package dev.winnow.learner;

/**
 * The text form of templates: reads and prints them. One line each, {@code #} starts a comment:
 *
 * <pre>
 * # winnow template 1
 * enum exact                # a kind and its level
 * flags mask                # by the bits seen; `alike` adds those that are alike
 * fd bound
 * openat.flags cube         # one argument, before its kind
 * i386:open.flags mask      # on one architecture only
 * split fcntl.cmd           # the other arguments of fcntl, apart for each cmd
 * </pre>
 *
 * <p>Kinds that are not named are free. What {@link #print} writes, {@link #parse} reads as the
 * same template.
 */
public final class Templates {
  private Templates() {}

  /**
   * Reads a template.
   *
   * @param source what errors call the text, such as its file name
   * @throws TemplateSyntaxException with every fault, if there is any
   */
  public static Template parse(String source, String text) throws TemplateSyntaxException {
    return new TemplateParser(source).parse(text);
  }

  /** The canonical text of a template, with a final newline. */
  public static String print(Template template) {
    StringBuilder out = new StringBuilder("# winnow template 1\n");
    template.levels().entrySet().stream()
        .filter(entry -> entry.getValue() != Level.FREE)
        .sorted(java.util.Map.Entry.comparingByKey())
        .forEach(entry ->
            out.append(TemplateParser.label(entry.getKey()))
                .append(' ')
                .append(entry.getValue().label())
                .append('\n'));
    template
        .arguments()
        .forEach((name, level) -> out.append(name).append(' ').append(level.label()).append('\n'));
    template.splits().forEach(name -> out.append("split ").append(name).append('\n'));
    return out.toString();
  }
}
