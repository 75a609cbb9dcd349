package io.sentinelha.core.link;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes commands to one Lettuce connection, one behind the other, under the names that the other
 * end knows them by. They go straight to the connection's writer: Lettuce's own notion of a
 * transaction would get in the way of one whose commands are renamed.
 */
final class Commands {

  /** A reply: what it was, or the error that it was. */
  record Answer<T>(Optional<T> value, Optional<String> error) {}

  private static final StringCodec CODEC = StringCodec.UTF8;

  private final RedisChannelHandler<String, String> connection;
  private final Map<String, String> renamed;

  Commands(RedisChannelHandler<String, String> connection, Map<String, String> renamed) {
    this.connection = connection;
    this.renamed = renamed;
  }

  /** A command whose reply is one line or one bulk. */
  void text(Consumer<Answer<String>> then, String name, String... arguments) {
    write(new StatusOutput<>(CODEC), then, name, arguments);
  }

  /** A command whose reply is a list. */
  void list(Consumer<Answer<List<Object>>> then, String name, String... arguments) {
    write(new NestedMultiOutput<>(CODEC), then, name, arguments);
  }

  /** A command whose reply does not matter. */
  void forget(String name, String... arguments) {
    list(answer -> {}, name, arguments);
  }

  private <T> void write(
      CommandOutput<String, String, T> output,
      Consumer<Answer<T>> then,
      String name,
      String... arguments) {
    CommandArgs<String, String> args = new CommandArgs<>(CODEC);
    for (String argument : arguments) {
      args.add(argument);
    }
    Keyword keyword = new Keyword(renamed.getOrDefault(name, name));
    AsyncCommand<String, String, T> command =
        new AsyncCommand<>(new Command<>(keyword, output, args));
    command.onComplete((value, failure) -> deliver(value, failure, then));
    connection.getChannelWriter().write(command);
  }

  /** Passes on what the other end said; a connection that broke is reported in another way. */
  private static <T> void deliver(
      @Nullable T value, @Nullable Throwable failure, Consumer<Answer<T>> then) {
    if (failure == null) {
      then.accept(new Answer<>(Optional.ofNullable(value), Optional.empty()));
    } else if (failure instanceof RedisCommandExecutionException) {
      then.accept(
          new Answer<>(Optional.empty(), Optional.of(String.valueOf(failure.getMessage()))));
    }
  }
}
