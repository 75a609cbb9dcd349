package io.sentinelha.server.engine;

import java.util.ArrayList;
import java.util.List;

/** The directive {@code rename-command OLD NEW}, which may stand several times. */
final class RenameSetting extends Setting {

  private final CommandTable commands;
  private final List<String> lines = new ArrayList<>();

  RenameSetting(CommandTable commands) {
    super("rename-command");
    this.commands = commands;
  }

  @Override
  public boolean takes(int words) {
    return words == 2;
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public boolean isShown() {
    return false;
  }

  @Override
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public String get() {
    return "";
  }

  @Override
  protected void setWords(List<String> words) {
    commands.rename(words.get(0), words.get(1));
    lines.add(name() + " " + words.get(0) + " " + Words.quoted(words.get(1)));
  }

  @Override
  protected void parse(String text) {
    throw new IllegalArgumentException("argument must be a command and a name");
  }
}
