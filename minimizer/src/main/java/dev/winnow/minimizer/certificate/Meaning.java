package dev.winnow.minimizer.certificate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be returned: the value of the first case that holds, or the last one.
 *
 * @param cases in order; neighbours differ in their values, and so do the last one and {@code
 *     otherwise}
 * @param otherwise a seccomp return value
 */
record Meaning(List<Case> cases, int otherwise) {
  /**
   * One case.
   *
   * @param when no constant
   * @param value a seccomp return value
   */
  record Case(Formula when, int value) {}

  public Meaning {
    cases = List.copyOf(cases);
  }

  /** The normal form of such a list: cases that cannot be told apart or reached are gone. */
  static Meaning of(List<Case> given, int otherwise) {
    List<Case> cases = new ArrayList<>();
    List<Formula> alike = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      Case one = given.get(i);
      alike.add(one.when);
      if (i + 1 < given.size() && given.get(i + 1).value == one.value) {
        continue; // neighbours of one value become one case, all at once
      }
      Formula when = Formula.any(alike);
      alike.clear();
      if (when.equals(Formula.TRUE)) {
        return closed(cases, one.value);
      }
      if (!when.equals(Formula.FALSE)) {
        cases.add(new Case(when, one.value));
      }
    }
    return closed(cases, otherwise);
  }

  /** Cases that went away may have left neighbours of one value behind. */
  private static Meaning closed(List<Case> cases, int otherwise) {
    while (!cases.isEmpty() && cases.getLast().value == otherwise) {
      cases.removeLast();
    }
    for (int i = 1; i < cases.size(); i++) {
      if (cases.get(i).value == cases.get(i - 1).value) {
        return of(cases, otherwise);
      }
    }
    return new Meaning(cases, otherwise);
  }

  /** What is left for values of one word. */
  Meaning restrict(int word, Cube cube) {
    List<Case> rest = new ArrayList<>(cases.size());
    boolean changed = false;
    for (Case one : cases) {
      Formula when = Formula.restrict(one.when, word, cube);
      boolean same = when.equals(one.when);
      changed |= !same;
      rest.add(same ? one : new Case(when, one.value));
      if (when.equals(Formula.TRUE)) {
        break;
      }
    }
    return changed ? of(rest, otherwise) : this;
  }

  /** A test of the word, or of any word if that is negative; null if there is none. */
  @Nullable WordTest testOf(int word) {
    for (Case one : cases) {
      WordTest test = Formula.testOf(one.when, word);
      if (test != null) {
        return test;
      }
    }
    return null;
  }

  static String value(int returnValue) {
    return "0x%08x".formatted(returnValue);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Case one : cases) {
      text.append("if ").append(one.when).append(" then ").append(value(one.value));
      text.append(" else ");
    }
    return text.append(value(otherwise)).toString();
  }
}
