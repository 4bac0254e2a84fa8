package dev.winnow.traces;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code families.tsv}. */
final class FamilyReader {
  private static final String FILE = "families.tsv";
  private static final String ALL_REQUESTS = "*requests";

  /** What the lines of one family have said so far. */
  private static final class Draft {
    private final long field;
    private final Map<String, Long> values = new LinkedHashMap<>();
    private final Map<String, Long> whole = new LinkedHashMap<>();

    Draft(long field) {
      this.field = field;
    }
  }

  private final ConstantTable table;
  private final Map<String, Draft> drafts = new LinkedHashMap<>();

  private FamilyReader(ConstantTable table) {
    this.table = table;
  }

  /** The families by name; a name that is no constant is an error. */
  static Map<String, ConstantFamily> read(ConstantTable table) {
    FamilyReader reader = new FamilyReader(table);
    int number = 0;
    for (String line : Resource.lines(FamilyReader.class, FILE)) {
      number++;
      if (!line.startsWith("#")) {
        reader.add(number, line.split("\t", -1));
      }
    }
    Map<String, ConstantFamily> families = HashMap.newHashMap(reader.drafts.size());
    reader.drafts.forEach((name, draft) ->
        families.put(name, new ConstantFamily(name, draft.field, draft.values, draft.whole)));
    return Map.copyOf(families);
  }

  private void add(int number, String[] columns) {
    long field = columns[1].equals("-") ? 0 : Long.decode(columns[1]);
    Draft draft = drafts.computeIfAbsent(columns[0], name -> new Draft(field));
    for (String word : columns[2].split(" ", -1)) {
      boolean whole = word.startsWith("=");
      boolean foreign = word.startsWith("?");
      String name = whole || foreign ? word.substring(1) : word;
      if (name.equals(ALL_REQUESTS)) {
        addRequests(draft);
      } else if (table.find(name) >= 0 || !(foreign || table.isGone(name))) {
        (whole ? draft.whole : draft.values).put(name, value(number, name));
      }
    }
  }

  private void addRequests(Draft draft) {
    for (int entry = 0; entry < table.size(); entry++) {
      if (table.isRequest(entry)) {
        draft.values.putIfAbsent(table.name(entry), table.value(entry));
      }
    }
  }

  private long value(int number, String name) {
    int entry = table.find(name);
    if (entry < 0) {
      throw new IllegalStateException(FILE + ":" + number + ": " + name + " is no constant");
    }
    return table.value(entry);
  }
}
