package dev.winnow.traces;

import java.util.List;

/**
 * A syscall of one architecture.
 *
 * @param arch the architecture
 * @param number its number there; with bit 30 set for x32
 * @param name the name after {@code __NR_}
 * @param arguments its arguments in the order of the registers, at most six
 */
public record Syscall(Arch arch, int number, String name, List<Argument> arguments) {
  public Syscall {
    arguments = List.copyOf(arguments);
    if (arguments.size() > 6) {
      throw new IllegalArgumentException(name + " has " + arguments.size() + " arguments");
    }
  }

  /** The number of arguments, 0 to 6. */
  public int arity() {
    return arguments.size();
  }

  /** The index of the argument with this kernel name or alias, or -1. */
  public int indexOf(String argument) {
    for (int i = 0; i < arguments.size(); i++) {
      Argument a = arguments.get(i);
      if (a.name().equals(argument)) {
        return i;
      }
    }
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).aliases().contains(argument)) {
        return i;
      }
    }
    return -1;
  }
}
