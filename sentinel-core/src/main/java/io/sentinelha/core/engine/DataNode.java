package io.sentinelha.core.engine;

import io.sentinelha.core.engine.Effect.Audience;
import java.util.Optional;

/** A primary or a replica, as far as it is known: what it said, and what is being done to it. */
final class DataNode {

  /** How far the pointing of a replica at a new primary has come. */
  enum Reconfiguration {
    NONE,
    /** Told to follow. */
    SENT,
    /** Says that it follows. */
    IN_PROGRESS,
    /** Is connected. */
    DONE;

    boolean isUnderWay() {
      return this == SENT || this == IN_PROGRESS;
    }
  }

  static final int DEFAULT_PRIORITY = 100;

  final WatchedPrimary primary;
  final Endpoint address;
  final Link link;

  // Our judgement.
  long downSince = Times.NEVER;
  long lastDownAt = Times.NEVER;
  long upSince = Times.NEVER;
  long restartedAt = Times.NEVER;
  boolean scriptKillSent;

  // Our requests.
  private long infoSentAt = Times.NEVER;
  private boolean infoInFlight;
  private long helloDueAt = Times.NEVER;
  private boolean helloInFlight;
  long guardReadAt = Times.NEVER;
  long guardFixedAt = Times.NEVER;
  boolean guardInFlight;

  // What it says.
  String runId = "";
  Role reportedRole;
  long reportedRoleSince;

  /** Whether the reported role was the first word after a time of being down. */
  boolean returnedInRole;

  long infoAt = Times.NEVER;
  String infoText = "";
  Optional<History> history = Optional.empty();
  int goodReplicas = -1;

  // What it says as a replica.
  long linkDownMillis;
  Optional<Endpoint> follows = Optional.empty();
  long followsSince;
  boolean replicationUp;
  int priority = DEFAULT_PRIORITY;
  long offset;
  boolean announced = true;

  /** Whether it keeps its data rather than follow its primary, which came back without any. */
  boolean refusesEmpty;

  // What is being done to it.
  Reconfiguration reconfiguration = Reconfiguration.NONE;
  long reconfiguringSince = Times.NEVER;
  boolean beingPromoted;

  /** Whom it was last told to follow, as long as the order may be repeated in another form. */
  Optional<Endpoint> pointedAt = Optional.empty();

  private DataNode(
      Context ctx, WatchedPrimary primary, Endpoint address, Role assumed, LinkId link) {
    this.primary = primary;
    this.address = address;
    this.link = new Link(link, Audience.DATA_NODE, ctx.now);
    this.reportedRole = assumed;
    this.reportedRoleSince = ctx.now;
    this.followsSince = ctx.now;
  }

  /** Makes a node known; news of its link finds it until it is {@link #drop dropped}. */
  static DataNode create(Context ctx, WatchedPrimary primary, Endpoint address, Role assumed) {
    return create(ctx, primary, address, assumed, ctx.newLink());
  }

  static DataNode create(
      Context ctx, WatchedPrimary primary, Endpoint address, Role assumed, LinkId link) {
    DataNode node = new DataNode(ctx, primary, address, assumed, link);
    ctx.nodes.put(node.link.id, node);
    return node;
  }

  void drop(Context ctx) {
    link.closeAll(ctx);
    ctx.nodes.remove(link.id);
  }

  boolean isDown() {
    return downSince != Times.NEVER;
  }

  /** Whether the node was not down at any time in the last {@code period}. */
  boolean noDownFor(long now, long period) {
    return Times.passed(now, lastDownAt, period);
  }

  /** Whether the last INFO came at most {@code age} ago. */
  boolean hasInfoSince(long now, long age) {
    return infoAt != Times.NEVER && now - infoAt <= age;
  }

  /** Asks for INFO when the last request is older than the period. */
  void askInfo(Context ctx, long period, PrimarySettings settings, Agenda agenda) {
    if (infoInFlight || !link.canSend(1)) {
      return;
    }
    if (infoSentAt == Times.NEVER || agenda.due(ctx.now, infoSentAt + period)) {
      askInfoNow(ctx, settings);
    }
  }

  /** Asks for INFO now, behind what was just sent, even if an earlier question is still open. */
  void askInfoNow(Context ctx, PrimarySettings settings) {
    infoInFlight = true;
    infoSentAt = ctx.now;
    link.send(ctx, new Request.Info(), settings.renamedCommands());
  }

  /** The next look asks for INFO at once. */
  void wantInfo() {
    infoSentAt = Times.NEVER;
  }

  void infoAnswered() {
    infoInFlight = false;
  }

  /** Publishes a hello when it is time to. */
  void sayHello(Context ctx, HelloWriter hello, PrimarySettings settings, Agenda agenda) {
    if (!helloInFlight && link.canSend(1) && agenda.due(ctx.now, helloDueAt)) {
      helloInFlight = true;
      link.send(ctx, hello.to(link), settings.renamedCommands());
    }
  }

  void wantHello() {
    helloDueAt = Times.NEVER;
  }

  /** Returns when the next hello is due. */
  long helloAnswered(long now, boolean accepted, long period) {
    helloInFlight = false;
    // A node that refuses is tried again soon: it may be loading, or its ACL may just be mended.
    helloDueAt = now + (accepted ? period : Math.min(period, 500));
    return helloDueAt;
  }

  /** Assumes a role until the node says otherwise; what it said in its old position is void. */
  void assume(Role role, long now) {
    reportedRole = role;
    reportedRoleSince = now;
    followsSince = now;
    returnedInRole = false;
  }

  /** What was asked on a connection that is gone will not be answered. */
  void connectionRenewed() {
    infoInFlight = false;
    helloInFlight = false;
    guardInFlight = false;
    guardReadAt = Times.NEVER;
    pointedAt = Optional.empty();
    wantInfo();
    wantHello();
  }

  /** Forgets what was being done to the node; what it said stays. */
  void clearTasks() {
    downSince = Times.NEVER;
    lastDownAt = Times.NEVER;
    restartedAt = Times.NEVER;
    scriptKillSent = false;
    reconfiguration = Reconfiguration.NONE;
    reconfiguringSince = Times.NEVER;
    beingPromoted = false;
    goodReplicas = -1;
    wantInfo();
    wantHello();
  }

  /** All but the text of the last report, on which nothing depends. */
  void pass(Archive archive) {
    link.pass(archive);
    passJudgement(archive);
    passRequests(archive);
    passReport(archive);
    passTasks(archive);
  }

  private void passJudgement(Archive archive) {
    downSince = archive.number(downSince);
    lastDownAt = archive.number(lastDownAt);
    upSince = archive.number(upSince);
    restartedAt = archive.number(restartedAt);
    scriptKillSent = archive.flag(scriptKillSent);
  }

  private void passRequests(Archive archive) {
    infoSentAt = archive.number(infoSentAt);
    infoInFlight = archive.flag(infoInFlight);
    helloDueAt = archive.number(helloDueAt);
    helloInFlight = archive.flag(helloInFlight);
    guardReadAt = archive.number(guardReadAt);
    guardFixedAt = archive.number(guardFixedAt);
    guardInFlight = archive.flag(guardInFlight);
  }

  private void passReport(Archive archive) {
    runId = archive.value(String.class, runId);
    reportedRole = archive.value(Role.class, reportedRole);
    reportedRoleSince = archive.number(reportedRoleSince);
    returnedInRole = archive.flag(returnedInRole);
    infoAt = archive.number(infoAt);
    history = archive.optional(History.class, history);
    goodReplicas = archive.small(goodReplicas);
    linkDownMillis = archive.number(linkDownMillis);
    follows = archive.optional(Endpoint.class, follows);
    followsSince = archive.number(followsSince);
    replicationUp = archive.flag(replicationUp);
    priority = archive.small(priority);
    offset = archive.number(offset);
    announced = archive.flag(announced);
    refusesEmpty = archive.flag(refusesEmpty);
  }

  private void passTasks(Archive archive) {
    reconfiguration = archive.value(Reconfiguration.class, reconfiguration);
    reconfiguringSince = archive.number(reconfiguringSince);
    beingPromoted = archive.flag(beingPromoted);
    pointedAt = archive.optional(Endpoint.class, pointedAt);
  }

  void reconfigure(Reconfiguration stage, long now) {
    reconfiguration = stage;
    reconfiguringSince = now;
  }
}
