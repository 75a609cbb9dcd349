package io.sentinelha.resp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.sentinelha.resp.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands and how they are found. */
final class CommandTableTest {

  private static final Handler NOTHING = (connection, request, reply) -> {};

  private final Command container =
      Command.named("box")
          .arity(-2)
          .flags(CommandFlag.ADMIN)
          .subcommands(
              Command.named("open").arity(3).handler(NOTHING),
              Command.named("shut").arity(-2).flags(CommandFlag.FAST).handler(NOTHING))
          .build();

  private final CommandTable table =
      CommandTable.of(List.of(Command.named("ping").handler(NOTHING).build(), container));

  @Test
  void commandsAreFoundInAnyCase() {
    assertThat(table.find(Request.of("PiNg"))).map(Command::fullName).contains("ping");
    assertThat(table.find(Request.of("pingx"))).isEmpty();
    assertThat(table.find("BOX|Open")).map(Command::fullName).contains("box|open");
    assertThat(table.find("ping|open")).isEmpty();
    assertThat(table.find("box|")).isEmpty();
  }

  @Test
  void aContainerLeadsToItsSubcommands() {
    assertThat(table.find(Request.of("box", "OPEN"))).map(Command::name).contains("open");
    assertThat(table.find(Request.of("box", "nosuch"))).isEmpty();
    assertThat(table.find(Request.of("box"))).containsSame(container);
    assertThatIllegalStateException().isThrownBy(container::handler);
  }

  @Test
  void everyCommandOfALargeTableIsFound() {
    List<Command> many = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      many.add(Command.named("command" + i).handler(NOTHING).build());
    }
    CommandTable large = CommandTable.of(many);
    for (int i = 0; i < 500; i++) {
      assertThat(large.find(Request.of("COMMAND" + i))).containsSame(many.get(i));
    }
    assertThat(large.find(Request.of("command500"))).isEmpty();
  }

  @Test
  void arityCountsTheNameAndTheContainer() {
    Command open = container.subcommand("open").orElseThrow();
    assertThat(open.takes(3)).isTrue();
    assertThat(open.takes(2)).isFalse();
    Command shut = container.subcommand("shut").orElseThrow();
    assertThat(shut.takes(2)).isTrue();
    assertThat(shut.takes(9)).isTrue();
    assertThat(shut.takes(1)).isFalse();
  }

  @Test
  void categoriesFollowFromFlags() {
    assertThat(container.categories())
        .containsExactly(AclCategory.ADMIN, AclCategory.SLOW, AclCategory.DANGEROUS);
    assertThat(container.subcommand("shut").orElseThrow().categories())
        .containsExactly(AclCategory.FAST);
  }

  @Test
  void commandsMayBeRenamedAndTakenAway() {
    CommandTable renamed = table.renamed("PING", "Knock");
    assertThat(renamed.find(Request.of("knock"))).map(Command::fullName).contains("ping");
    assertThat(renamed.find(Request.of("ping"))).isEmpty();
    assertThat(table.renamed("box", "").commands()).hasSize(1);
    assertThatIllegalArgumentException().isThrownBy(() -> table.renamed("nosuch", "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> table.renamed("ping", "box"));
  }

  @Test
  void whatMakesNoSenseIsNotACommand() {
    assertThatIllegalArgumentException().isThrownBy(() -> Command.named("Ping"));
    assertThatIllegalArgumentException().isThrownBy(() -> Command.named(""));
    assertThatIllegalArgumentException().isThrownBy(() -> Command.named("x").arity(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Command.named("x").build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CommandTable.of(List.of(container, container)));
  }
}
