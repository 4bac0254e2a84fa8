package dev.winnow.learner;

import dev.winnow.traces.Evidence;
import dev.winnow.traces.Marker;
import dev.winnow.traces.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whose life is divided: that of every process, or that of a role's processes.
 *
 * @param evidence of everybody, with roles and markers
 * @param role or everybody
 * @param label the part of a file's name that says the scope, {@code role-nginx.fork}; "" for
 *     everybody
 */
record Scope(Evidence evidence, Optional<String> role, String label) {
  private static final String FORK = ">fork";
  private static final String THREAD = ">thread";
  private static final String ALONE =
      ", without SECCOMP_FILTER_FLAG_TSYNC: it binds that thread alone, and threads share memory";

  /** All that a filter meets that such processes begin with. */
  Evidence all() {
    return role.map(evidence::of).orElse(evidence);
  }

  /** What it meets if they install it when their first call of a marker returns. */
  Evidence after(Marker marker) {
    return role.map(r -> evidence.after(r, marker)).orElseGet(() -> evidence.after(marker));
  }

  /** The calls that its processes make themselves, with the runs in which they do. */
  SortedMap<Marker, Runs> markers() {
    SortedMap<Marker, Runs> markers = new TreeMap<>();
    evidence
        .syscalls()
        .forEach((key, seen) -> {
          if (role.isEmpty() || key.role().equals(role.get())) {
            markers.merge(new Marker(key.arch(), key.number()), seen.seen().runs(), Runs::join);
          }
        });
    return markers;
  }

  /** The runs that have such processes. */
  Runs runs() {
    return markers().values().stream().reduce(Runs.NONE, Runs::join);
  }

  /** Roles that a filter on {@code part} reaches beside the scope's own. */
  List<String> inherits(Evidence part) {
    if (role.isEmpty()) {
      return List.of();
    }
    Set<String> others = new TreeSet<>(part.roles());
    others.remove(role.get());
    return new ArrayList<>(others);
  }

  /** Where a filter is installed that such processes begin with. */
  String beginning() {
    String name = role.orElse("");
    if (ofThreads()) {
      return "when such a thread begins" + ALONE;
    }
    return name.endsWith(FORK)
        ? "in the child as soon as the call that made it has returned"
        : "when " + name + " is exec'd: install it just before, it starts after that call";
  }

  private boolean ofThreads() {
    return role.orElse("").endsWith(THREAD);
  }

  /** Whether a filter is installed before the exec that the scope's processes begin with. */
  boolean beginsWithExec() {
    return role.isPresent() && !role.get().endsWith(FORK) && !ofThreads();
  }

  /** Where a filter is installed after a marker. */
  String switching(String marker) {
    String whose = ofThreads() ? " of a thread" : " of a process";
    return "when the first "
        + marker
        + whose
        + role.map(r -> " of " + r).orElse("")
        + " has returned"
        + (ofThreads() ? ALONE : "")
        + "; the policies before must allow seccomp(2) for it";
  }

  /** Everybody. */
  static Scope everybody(Evidence evidence) {
    return new Scope(evidence, Optional.empty(), "");
  }

  /** Every role, unless there is but one; what came before the first known exec has no name. */
  static List<Scope> roles(Evidence evidence) {
    List<String> roles = evidence.roles().stream().filter(role -> !role.isEmpty()).toList();
    if (evidence.roles().size() < 2) {
      return List.of();
    }
    Map<String, Long> files =
        roles.stream().collect(Collectors.groupingBy(Scope::file, Collectors.counting()));
    List<Scope> scopes = new ArrayList<>();
    for (String role : roles) {
      boolean alone = files.getOrDefault(file(role), 0L) == 1;
      String name = alone ? file(role) : role.replaceFirst("^/", "").replace('/', '-');
      String label = "role-" + name.replace('>', '.');
      scopes.add(new Scope(evidence, Optional.of(role), label));
    }
    return scopes;
  }

  /** A role without the folders of its image. */
  private static String file(String role) {
    int image = role.indexOf('>') < 0 ? role.length() : role.indexOf('>');
    return role.substring(role.lastIndexOf('/', image) + 1);
  }
}
