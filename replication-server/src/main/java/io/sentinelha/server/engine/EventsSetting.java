package io.sentinelha.server.engine;

/** notify-keyspace-events. */
final class EventsSetting extends Setting {

  private final Notifications notifications;

  EventsSetting(Notifications notifications) {
    super("notify-keyspace-events");
    this.notifications = notifications;
  }

  @Override
  public String get() {
    return notifications.letters();
  }

  @Override
  protected void parse(String text) {
    notifications.enable(text);
  }
}
