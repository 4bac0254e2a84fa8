package dev.winnow.policy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names of error numbers, from asm-generic/errno-base.h and errno.h, which x86 uses. */
final class Errno {
  /** {@code MAX_ERRNO} of linux/err.h: the kernel cuts what a filter returns to this. */
  static final int MOST = 4095;

  /** By number; 0, 41 and 58 have no name. */
  private static final List<String> NAMES =
      Arrays.asList(
          """
          - EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF
          ECHILD EAGAIN ENOMEM EACCES EFAULT ENOTBLK EBUSY EEXIST EXDEV ENODEV
          ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE
          EROFS EMLINK EPIPE EDOM ERANGE EDEADLK ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY
          ELOOP - ENOMSG EIDRM ECHRNG EL2NSYNC EL3HLT EL3RST ELNRNG EUNATCH
          ENOCSI EL2HLT EBADE EBADR EXFULL ENOANO EBADRQC EBADSLT - EBFONT
          ENOSTR ENODATA ETIME ENOSR ENONET ENOPKG EREMOTE ENOLINK EADV ESRMNT
          ECOMM EPROTO EMULTIHOP EDOTDOT EBADMSG EOVERFLOW ENOTUNIQ EBADFD EREMCHG ELIBACC
          ELIBBAD ELIBSCN ELIBMAX ELIBEXEC EILSEQ ERESTART ESTRPIPE EUSERS ENOTSOCK EDESTADDRREQ
          EMSGSIZE EPROTOTYPE ENOPROTOOPT EPROTONOSUPPORT ESOCKTNOSUPPORT EOPNOTSUPP \
          EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL
          ENETDOWN ENETUNREACH ENETRESET ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN \
          ESHUTDOWN ETOOMANYREFS
          ETIMEDOUT ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY EINPROGRESS ESTALE EUCLEAN \
          ENOTNAM ENAVAIL
          EISNAM EREMOTEIO EDQUOT ENOMEDIUM EMEDIUMTYPE ECANCELED ENOKEY EKEYEXPIRED \
          EKEYREVOKED EKEYREJECTED
          EOWNERDEAD ENOTRECOVERABLE ERFKILL EHWPOISON\
          """
              .split("\\s+"));

  private static final Map<String, Integer> NUMBERS = numbers();

  private Errno() {}

  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new HashMap<>();
    for (int number = 0; number < NAMES.size(); number++) {
      if (nameOf(number) != null) {
        numbers.put(NAMES.get(number), number);
      }
    }
    numbers.put("EWOULDBLOCK", numbers.get("EAGAIN"));
    numbers.put("EDEADLOCK", numbers.get("EDEADLK"));
    // glibc's name for it.
    numbers.put("ENOTSUP", numbers.get("EOPNOTSUPP"));
    return numbers;
  }

  static @Nullable String nameOf(int number) {
    String name = number < NAMES.size() ? NAMES.get(number) : "-";
    return name.equals("-") ? null : name;
  }

  static @Nullable Integer numberOf(String name) {
    return NUMBERS.get(name);
  }

  static Iterable<String> names() {
    return NUMBERS.keySet();
  }
}
