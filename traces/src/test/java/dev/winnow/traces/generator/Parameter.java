package dev.winnow.traces.generator;

import java.util.ArrayList;
import java.util.List;

/** A parameter of a kernel prototype, such as {@code unsigned int fd}. */
record Parameter(String type, String name) {
  /** Reads {@code unsigned int fd,char * buf} in the notation of tracefs formats. */
  static List<Parameter> list(String prototype) {
    List<Parameter> parameters = new ArrayList<>();
    if (!prototype.isEmpty()) {
      for (String parameter : prototype.split(",", -1)) {
        parameters.add(of(parameter));
      }
    }
    return parameters;
  }

  /** Reads one; spaces around {@code *} become those of C sources. */
  static Parameter of(String text) {
    int space = text.lastIndexOf(' ');
    if (space <= 0) {
      throw new IllegalStateException("'" + text + "' is not a type and a name");
    }
    String type = text.substring(0, space).replace("* *", "**");
    return new Parameter(type, text.substring(space + 1));
  }

  /** The type without {@code const}, by which rules are found. */
  String bareType() {
    return type.replace("const ", "");
  }

  boolean isPointer() {
    return type.contains("*");
  }
}
