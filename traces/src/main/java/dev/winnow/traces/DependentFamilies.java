package dev.winnow.traces;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The families of the arguments of one call, where one argument decides about another. */
final class DependentFamilies {
  private static final Set<String> OF_DOMAIN = Set.of("socket", "socketpair");
  private static final Set<String> OF_LEVEL = Set.of("setsockopt", "getsockopt");

  private final Constants constants;
  private final Syscall syscall;
  private final Map<Integer, Set<Long>> known;

  DependentFamilies(Constants constants, Syscall syscall, Map<Integer, Set<Long>> known) {
    this.constants = constants;
    this.syscall = syscall;
    this.known = known;
  }

  @Nullable ConstantFamily of(int index) {
    Argument argument = syscall.arguments().get(index);
    if (OF_DOMAIN.contains(syscall.name()) && argument.name().equals("protocol")) {
      return shared("family");
    }
    if (OF_LEVEL.contains(syscall.name()) && argument.name().equals("optname")) {
      return shared("level");
    }
    return constants.family(argument.constants());
  }

  /** The family that all values of the deciding argument agree on. */
  private @Nullable ConstantFamily shared(String deciding) {
    Set<Long> values = known.getOrDefault(syscall.indexOf(deciding), Set.of());
    Set<@Nullable ConstantFamily> families = new LinkedHashSet<>();
    for (long value : values) {
      families.add(deciding.equals("level") ? constants.optionFamily(value) : protocols(value));
    }
    return families.size() == 1 ? families.iterator().next() : null;
  }

  private @Nullable ConstantFamily protocols(long domain) {
    return switch ((int) domain) {
      // AF_INET, AF_INET6 and AF_NETLINK of linux/socket.h, the same everywhere.
      case 2, 10 -> constants.family("IPPROTO_");
      case 16 -> constants.family("NETLINK_");
      default -> null;
    };
  }
}
