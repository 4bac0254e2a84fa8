package dev.winnow.policy.oci;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls that i386 also makes through socketcall(2) and ipc(2). libseccomp's seccomp_rule_add,
 * which runtimes use, gives a rule about one of them to its multiplexer as well: for that call
 * number, and without the rule's tests, since these arguments lie in memory.
 *
 * @param multiplexer the syscall that carries it
 * @param call its first argument (linux/net.h SYS_*, linux/ipc.h)
 */
record Multiplexed(String multiplexer, int call) {
  private static final Map<String, Multiplexed> CALLS = new HashMap<>();

  static {
    List<String> sockets =
        List.of(
            "socket bind connect listen accept getsockname getpeername socketpair send recv sendto recvfrom shutdown setsockopt getsockopt sendmsg recvmsg accept4 recvmmsg sendmmsg"
                .split(" ", -1));
    for (int i = 0; i < sockets.size(); i++) {
      CALLS.put(sockets.get(i), new Multiplexed("socketcall", i + 1));
    }
    ipc(1, "semop semget semctl semtimedop");
    ipc(11, "msgsnd msgrcv msgget msgctl");
    ipc(21, "shmat shmdt shmget shmctl");
  }

  private static void ipc(int first, String names) {
    String[] all = names.split(" ", -1);
    for (int i = 0; i < all.length; i++) {
      CALLS.put(all[i], new Multiplexed("ipc", first + i));
    }
  }

  /** How i386 carries a call besides directly; null if only directly. */
  static @Nullable Multiplexed of(String name) {
    return CALLS.get(name);
  }
}
