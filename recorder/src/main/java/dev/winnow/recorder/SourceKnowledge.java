package dev.winnow.recorder;

/**
 * What a source can know of the calls that it records. Per event and argument, {@link
 * dev.winnow.traces.Knowledge} says what it did know; this is the best that it can do.
 *
 * @param abi whether events say their ABI
 * @param arguments how much of the arguments is shown
 * @param results whether results are shown
 * @param launch whether the first execve, which starts the program, is among the events
 */
record SourceKnowledge(Abi abi, Arguments arguments, boolean results, boolean launch) {
  /** Whether events say their ABI. What does not say it is taken for that of {@code --arch}. */
  enum Abi {
    /** Each event does. */
    EACH_EVENT,
    /** Lines between the events do, or numbers beside names, if an option asked for them. */
    WHERE_IT_CHANGES,
    /** None does; some events fit only one. */
    NEVER
  }

  /** How much of the arguments is shown. */
  enum Arguments {
    /** All registers, whole. */
    REGISTERS,
    /** The first four registers, whole. */
    FOUR_REGISTERS,
    /** As the tracer decodes them: of an int the low 32 bits, and what it forgets is hidden. */
    LOW_WORDS,
    /** Some, and zero, unknown bits or prefixes are left out: fit for names only. */
    SOME,
    /** None: every argument of every event is hidden. */
    NONE;

    /** Whether the upper half of a register that holds an int is seen. */
    public boolean highWords() {
      return this == REGISTERS || this == FOUR_REGISTERS;
    }
  }
}
