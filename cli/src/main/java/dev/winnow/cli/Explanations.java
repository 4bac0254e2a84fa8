package dev.winnow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.learner.Candidate;
import dev.winnow.learner.Explanation;
import dev.winnow.learner.LearnOptions;
import dev.winnow.learner.Learner;
import dev.winnow.traces.Evidence;
import java.util.List;

/** Prints why a syscall has its rule. */
final class Explanations {
  private Explanations() {}

  static void print(Evidence evidence, LearnOptions options, String name, GlobalOptions global) {
    String call = name.startsWith("sys_") ? name.substring("sys_".length()) : name;
    List<Explanation> all = Learner.why(evidence, options, call);
    if (all.isEmpty()) {
      throw new CommandFailure(
          "--why: no run made the call '"
              + Terminal.safe(call)
              + "'; `winnow report` lists those that were made, `winnow explain` decides any call");
    }
    if (global.json) {
      ObjectNode root = Json.object();
      ArrayNode calls = root.putArray("syscalls");
      all.forEach(explanation -> calls.add(json(explanation)));
      Json.print(root);
    } else {
      for (Explanation explanation : all) {
        explanation.text().lines().map(Terminal::safe).forEach(System.out::println);
      }
    }
  }

  private static ObjectNode json(Explanation explanation) {
    ObjectNode node = Json.object();
    node.put("arch", explanation.arch().label()).put("syscall", explanation.syscall());
    node.put("runs", explanation.runs()).put("using", explanation.using());
    node.put("share", explanation.share()).put("price", explanation.price());
    explanation.values().forEach(node.putArray("values")::add);
    ArrayNode candidates = node.putArray("candidates");
    for (Candidate candidate : explanation.candidates()) {
      ObjectNode one = candidates.addObject();
      one.put("argument", candidate.name().argument()).put("level", candidate.level().label());
      one.put("split", candidate.split()).put("constraint", candidate.text());
      one.put("using", candidate.using()).put("denies", candidate.novel());
      one.put("risk", candidate.risk()).put("gain", candidate.gain());
      one.put("chosen", explanation.chosen().contains(candidate));
    }
    return node.put("why", explanation.reason()).put("rule", explanation.rule());
  }
}
