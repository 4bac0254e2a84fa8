package dev.winnow.recorder.symbols;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.Excerpt;
import dev.winnow.traces.Arch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of symbolic texts, by their bytes: a program repeats a few hundred of them millions of
 * times, so that each is evaluated once and nothing is allocated for the others.
 */
public final class ExpressionCache {
  /** What a text means. */
  public static final class Meaning {
    private final byte[] text;
    public final boolean known;
    public final long value;
    public final boolean negative;

    /** The constant that is not known, if that is the reason. */
    public final @Nullable String unknown;

    /** What to show of a text that was not decoded. */
    public final String shown;

    private Meaning(byte[] text, boolean known, Expression expression) {
      this.text = text;
      this.known = known;
      value = known ? expression.value : 0;
      negative = expression.negative;
      unknown = known ? null : expression.unknown;
      shown = known ? "" : Excerpt.of(text, 0, text.length);
    }
  }

  /**
   * Texts that are kept. Too few, and texts are evaluated again (some 300 ns each); more cost
   * memory for inputs that never repeat themselves.
   */
  private static final int CAPACITY = 1 << 14;

  private static final int BUCKETS = CAPACITY * 2;

  private final Expression expression;
  private final @Nullable Meaning[] buckets = new @Nullable Meaning[BUCKETS];
  private int size;

  /** Of the constants of {@code arch}. */
  public ExpressionCache(Arch arch) {
    expression = new Expression(arch);
  }

  /** The meaning of {@code b[from, to)}; amortised constant time. */
  public Meaning of(byte[] b, int from, int to) {
    int i = Ascii.hash(b, from, to) & BUCKETS - 1;
    while (true) {
      Meaning meaning = buckets[i];
      if (meaning == null) {
        break;
      }
      if (Arrays.equals(meaning.text, 0, meaning.text.length, b, from, to)) {
        return meaning;
      }
      i = i + 1 & BUCKETS - 1;
    }
    boolean known = expression.evaluate(b, from, to);
    int kept = Math.min(to, from + Expression.LONGEST);
    Meaning meaning = new Meaning(Arrays.copyOfRange(b, from, kept), known, expression);
    if (size < CAPACITY && kept == to) {
      buckets[i] = meaning;
      size++;
    }
    return meaning;
  }
}
