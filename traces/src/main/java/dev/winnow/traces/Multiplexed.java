package dev.winnow.traces;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call that i386, s390x and ppc64le also make through socketcall(2) or ipc(2): one number each
 * for many calls, which the first argument tells apart. Source: linux/net.h SYS_*, linux/ipc.h.
 *
 * @param name the call
 * @param multiplexer the syscall that carries it
 * @param call the first argument of that
 */
public record Multiplexed(String name, String multiplexer, int call) {
  private static final Map<String, List<Multiplexed>> BY_MULTIPLEXER =
      Map.of(
          "socketcall",
          calls(
              "socketcall",
              "1 socket bind connect listen accept getsockname getpeername socketpair send recv"
                  + " sendto recvfrom shutdown setsockopt getsockopt sendmsg recvmsg accept4"
                  + " recvmmsg sendmmsg"),
          "ipc",
          calls(
              "ipc",
              "1 semop semget semctl semtimedop 11 msgsnd msgrcv msgget msgctl"
                  + " 21 shmat shmdt shmget shmctl"));

  private static final Map<String, Multiplexed> BY_NAME = new HashMap<>();

  static {
    BY_MULTIPLEXER.values().forEach(calls -> calls.forEach(call -> BY_NAME.put(call.name, call)));
  }

  /** Names in the order of their calls; a number before a name is the call of that. */
  private static List<Multiplexed> calls(String multiplexer, String text) {
    List<Multiplexed> calls = new ArrayList<>();
    int next = 0;
    for (String word : text.split(" ", -1)) {
      if (Character.isDigit(word.charAt(0))) {
        next = Integer.parseInt(word);
      } else {
        calls.add(new Multiplexed(word, multiplexer, next++));
      }
    }
    return List.copyOf(calls);
  }

  /** All calls of socketcall or ipc, by their number. */
  public static List<Multiplexed> callsOf(String multiplexer) {
    return BY_MULTIPLEXER.getOrDefault(multiplexer, List.of());
  }

  /** How such an ABI carries a call besides directly; null if only directly. */
  public static @Nullable Multiplexed of(String name) {
    return BY_NAME.get(name);
  }
}
