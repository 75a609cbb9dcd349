package io.sentinelha.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sentinelha.cli.Explanation.Witness;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "explain",
    description = {
      "Explains one past failover: who thought what when, who voted for whom, why this replica and"
          + " why not each other, what took how long, and what was lost.",
      "",
      "Asks the supervisor that is named and all others that it knows, and puts together what they"
          + " tell; says which of them told nothing."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done",
      "1:failed, or no such failover is remembered; the reason is on standard error",
      "2:wrong usage of the command line",
      "3:no master of that name is watched",
      "4:no supervisor answers at that address",
      "7:the supervisor wants a password, or another one"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sentinel explain                                     the last failover of the only master",
      "  sentinel explain --master mymaster --failover 7 -p 26379"
    })
final class ExplainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private QueryCommands.Target target = new QueryCommands.Target();

  @Option(
      names = "--master",
      paramLabel = "NAME",
      description = "The master's name; may be left out when only one is watched.")
  private Optional<String> master = Optional.empty();

  @Option(
      names = "--failover",
      paramLabel = "ID",
      description = "As 'sentinel history' lists it, or the epoch in it (the last failover).")
  private Optional<String> failover = Optional.empty();

  private final ObjectMapper mapper = new ObjectMapper();
  private final List<Witness> witnesses = new ArrayList<>();
  private final Map<String, String> silent = new LinkedHashMap<>();

  @Override
  public Integer call() {
    Recollection asked = new Recollection(target);
    String name = master.orElseGet(() -> onlyOne(asked.primaries()));
    hear(asked, name, failover);
    List<Recollection> others = new ArrayList<>();
    for (Map<String, String> peer : asked.peers(name)) {
      others.add(
          new Recollection(
              target.at(
                  peer.getOrDefault("ip", ""), Integer.parseInt(peer.getOrDefault("port", "0")))));
    }
    Optional<String> id = failover.or(() -> witnesses.stream().findFirst().map(Witness::id));
    others.forEach(other -> hearPatiently(other, name, id));
    Explanation explanation = explain(name);
    if (target.wantsJson()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("apiVersion", "v1");
      document.put("kind", "FailoverExplanation");
      document.put("id", explanation.id());
      document.put("accounts", explanation.witnesses().stream().map(Witness::account).toList());
      document.put("silent", silent);
      QueryCommands.Target.printJson(spec.commandLine().getOut(), document);
    } else {
      ExplanationText.print(spec.commandLine().getOut(), explanation);
    }
    return 0;
  }

  private static String onlyOne(List<String> names) {
    if (names.size() != 1) {
      throw new Refusal(
          Refusal.FAILED,
          names.isEmpty()
              ? "no master is watched there"
              : "several masters are watched: name one of them with --master: "
                  + String.join(", ", names));
    }
    return names.get(0);
  }

  private void hear(Recollection whom, String name, Optional<String> id) {
    String address = whom.target().address();
    Optional<String> account = whom.account(name, id);
    if (account.isEmpty()) {
      silent.put(address, "remembers nothing of it");
      return;
    }
    try {
      JsonNode json = mapper.readTree(account.get());
      witnesses.add(new Witness(address, json));
    } catch (JsonProcessingException e) {
      silent.put(address, "told something that makes no sense");
    }
  }

  private void hearPatiently(Recollection whom, String name, Optional<String> id) {
    try {
      hear(whom, name, id);
    } catch (Refusal e) {
      silent.put(whom.target().address(), e.text());
    }
  }

  private Explanation explain(String name) {
    if (witnesses.isEmpty()) {
      throw new Refusal(
          Refusal.FAILED,
          "no failover of "
              + name
              + failover.map(id -> " with the id " + id).orElse("")
              + " is remembered; see 'sentinel history'");
    }
    // Without a word from the first, the others told of their newest, which may differ.
    String id =
        witnesses.stream()
            .max(Comparator.comparingLong(w -> w.account().path("epoch").asLong()))
            .orElseThrow()
            .id();
    List<Witness> same = witnesses.stream().filter(w -> w.id().equals(id)).toList();
    witnesses.stream()
        .filter(w -> !same.contains(w))
        .forEach(w -> silent.put(w.address(), "remembers nothing of it"));
    return new Explanation(id, same, silent);
  }
}
