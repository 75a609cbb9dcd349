package io.sentinelha.server.engine;

/** Yes or no. */
public final class BoolSetting extends Setting {

  private boolean value;

  public BoolSetting(String name, boolean value) {
    super(name);
    this.value = value;
  }

  public boolean value() {
    return value;
  }

  @Override
  public String get() {
    return value ? "yes" : "no";
  }

  @Override
  protected void parse(String text) {
    if (!text.equalsIgnoreCase("yes") && !text.equalsIgnoreCase("no")) {
      throw new IllegalArgumentException("argument must be 'yes' or 'no'");
    }
    value = text.equalsIgnoreCase("yes");
  }
}
