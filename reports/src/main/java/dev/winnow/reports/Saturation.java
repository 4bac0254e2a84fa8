package dev.winnow.reports;

import dev.winnow.learner.statistics.Incidence;
import dev.winnow.learner.statistics.SamplingBand;
import dev.winnow.learner.statistics.SamplingCurve;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Feature;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvidence;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How many distinct things fewer or more runs would show: rarefied below the runs at hand,
 * extrapolated to twice as many ({@link SamplingCurve}). From one run there is no curve.
 *
 * @param runs the runs at hand
 * @param syscalls of syscalls
 * @param values of values of arguments of the kinds that rules name: enums, flags, modes, signals,
 *     ids
 */
public record Saturation(int runs, Optional<Curve> syscalls, Optional<Curve> values) {

  /**
   * One curve.
   *
   * @param observed distinct things seen
   * @param coverage the share of the next run's things that are known already, 0 to 1
   * @param approximate whether some thing was in more runs than evidence tells apart
   * @param points by number of runs; the last is at twice the runs at hand
   */
  public record Curve(int observed, double coverage, boolean approximate, List<Point> points) {
    public Curve {
      points = List.copyOf(points);
    }
  }

  /**
   * The number of things to expect in a number of runs.
   *
   * @param half half the width of the 95 % band around it, see {@link SamplingBand}
   */
  public record Point(int runs, double expected, double half) {}

  /** A curve has no more points than this: a chart shows no more. */
  private static final int POINTS = 60;

  /** The curves of the runs of the evidence, roles taken together; O(features + runs²). */
  public static Saturation of(Evidence evidence) {
    int runs = evidence.runs().size();
    List<Feature> syscalls = new ArrayList<>();
    List<Feature> values = new ArrayList<>();
    evidence
        .withoutRoles()
        .syscalls()
        .forEach((key, seen) -> {
          syscalls.add(seen.seen());
          addValues(key, seen, values);
        });
    return new Saturation(runs, curve(runs, syscalls), curve(runs, values));
  }

  private static void addValues(SyscallKey key, SyscallEvidence seen, List<Feature> values) {
    Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
    int arity = syscall == null ? 0 : Math.min(syscall.arity(), seen.arguments().size());
    for (int i = 0; i < arity && syscall != null; i++) {
      if (named(syscall.arguments().get(i).kind())) {
        values.addAll(seen.arguments().get(i).values().exact().values());
      }
    }
  }

  /** Whether values of this kind have names or meanings of their own, rather than sizes. */
  static boolean named(Kind kind) {
    return switch (kind) {
      case ENUM, FLAGS, MODE, SIGNAL, ID -> true;
      case FD, PID, SIZE, COUNT, OFFSET, POINTER, OPAQUE -> false;
    };
  }

  private static Optional<Curve> curve(int runs, List<Feature> features) {
    if (runs < 2 || features.isEmpty()) {
      return Optional.empty();
    }
    int[] counts = features.stream().mapToInt(f -> Math.min(runs, f.runs().size())).toArray();
    SamplingCurve curve = new SamplingCurve(Incidence.ofCounts(runs, counts));
    int[] at = runsAt(runs).stream().mapToInt(Integer::intValue).toArray();
    double[] halves = SamplingBand.halfWidths(curve.incidence(), at);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < at.length; i++) {
      points.add(new Point(at[i], curve.features(at[i]), halves[i]));
    }
    boolean approximate = features.stream().anyMatch(feature -> feature.runs().over());
    return Optional.of(
        new Curve(curve.incidence().observed(), curve.coverage(), approximate, points));
  }

  /**
   * Every number to twice the runs at hand, or evenly many of them; the runs at hand among them.
   */
  private static List<Integer> runsAt(int runs) {
    int step = Math.max(1, Math.ceilDiv(2 * runs, POINTS));
    List<Integer> at = new ArrayList<>();
    for (int t = 1; t < runs; t += step) {
      at.add(t);
    }
    for (int t = runs; t < 2 * runs; t += step) {
      at.add(t);
    }
    at.add(2 * runs);
    return at;
  }
}
