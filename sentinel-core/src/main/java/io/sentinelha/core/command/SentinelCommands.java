package io.sentinelha.core.command;

import static io.sentinelha.resp.server.AclCategory.ADMIN;
import static io.sentinelha.resp.server.AclCategory.DANGEROUS;
import static io.sentinelha.resp.server.CommandFlag.FAST;
import static io.sentinelha.resp.server.CommandFlag.LOADING;
import static io.sentinelha.resp.server.CommandFlag.NOSCRIPT;
import static io.sentinelha.resp.server.CommandFlag.PUBSUB;
import static io.sentinelha.resp.server.CommandFlag.STALE;

import io.sentinelha.core.engine.SupervisorView;
import io.sentinelha.resp.Request;
import io.sentinelha.resp.RespWriter;
import io.sentinelha.resp.server.Argument;
import io.sentinelha.resp.server.ArgumentType;
import io.sentinelha.resp.server.Command;
import io.sentinelha.resp.server.CommandBuilder;
import io.sentinelha.resp.server.CommandFlag;
import io.sentinelha.resp.server.Connection;
import io.sentinelha.resp.server.Handler;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The commands of a supervisor, besides those that every server has for its connections. */
public final class SentinelCommands {

  private static final String GROUP = "sentinel";
  private static final String OLDEST = "2.8.4";

  /** "Since" of commands that are not Redis': the version of Redis that is stood in for. */
  private static final String OWN = "7.0.0";

  private static final Argument NAME = Argument.of("master-name", ArgumentType.STRING);

  private final Supplier<SupervisorView> view;
  private final Inspection inspection;
  private final Forecasts forecasts;
  private final Management management;
  private final Retrospection retrospection;
  private final GlobalConfig config;
  private final InfoText info;
  private final Host host;

  /**
   * @param view the last published view
   * @param clock the clock of the view's moments, in milliseconds
   * @param aside runs what takes longer than others should wait
   */
  public SentinelCommands(
      Supplier<SupervisorView> view,
      LongSupplier clock,
      Orders orders,
      Host host,
      PastFailovers past,
      Executor aside) {
    this.view = view;
    this.host = host;
    this.inspection = new Inspection(view, clock);
    this.forecasts = new Forecasts(view, clock, aside);
    this.management = new Management(view, orders);
    this.retrospection = new Retrospection(view, past);
    this.config = new GlobalConfig(view, management, host);
    this.info = new InfoText(view, clock, host);
  }

  /** All of them, for the server's table. */
  public List<Command> all() {
    return List.of(sentinel(), infoCommand(), role(), publish(), shutdown());
  }

  private Command sentinel() {
    CommandBuilder sentinel =
        Command.named("sentinel")
            .arity(-2)
            .flags(CommandFlag.ADMIN)
            .docs(
                GROUP,
                OLDEST,
                "Depends on subcommand.",
                "Groups what a supervisor shows and does about the primaries that it watches.");
    inspecting().forEach(sentinel::subcommands);
    lookingBack().forEach(sentinel::subcommands);
    ordering().forEach(sentinel::subcommands);
    return sentinel.build();
  }

  private List<CommandBuilder> inspecting() {
    Argument node = Argument.of("nodename", ArgumentType.STRING).multiple();
    return List.of(
        sub("get-master-addr-by-name", 3, inspection::addressByName)
            .docs(GROUP, OLDEST, "O(1)", "Tells where a primary is now.")
            .arguments(NAME),
        sub("get-primary-addr-by-name", 3, inspection::addressByName)
            .docs(GROUP, OLDEST, "O(1)", "The same as GET-MASTER-ADDR-BY-NAME.")
            .arguments(NAME),
        sub("masters", 2, inspection::primaries)
            .docs(
                GROUP,
                OLDEST,
                "O(N) where N is the number of masters",
                "Shows every primary that is watched."),
        sub("primaries", 2, inspection::primaries)
            .docs(GROUP, OLDEST, "O(N) where N is the number of masters", "The same as MASTERS."),
        sub("master", 3, inspection::primary)
            .docs(GROUP, OLDEST, "O(1)", "Shows one primary.")
            .arguments(NAME),
        sub("primary", 3, inspection::primary)
            .docs(GROUP, OLDEST, "O(1)", "The same as MASTER.")
            .arguments(NAME),
        sub("replicas", 3, inspection::replicas)
            .docs(
                GROUP,
                "5.0.0",
                "O(N) where N is the number of replicas",
                "Shows the replicas of a primary.")
            .arguments(NAME),
        sub("slaves", 3, inspection::replicas)
            .docs(
                GROUP,
                "2.8.0",
                "O(N) where N is the number of slaves",
                "Shows the replicas of a primary.")
            .arguments(NAME)
            .deprecated("5.0.0", "`SENTINEL REPLICAS`"),
        sub("sentinels", 3, inspection::peers)
            .docs(
                GROUP,
                OLDEST,
                "O(N) where N is the number of Sentinels",
                "Shows the other supervisors of a primary.")
            .arguments(NAME),
        sub("ckquorum", 3, inspection::checkQuorum)
            .docs(GROUP, OLDEST, "", "Tells whether a failover could be agreed on and led now.")
            .arguments(NAME),
        sub("whatif", 3, forecasts::whatIf)
            .docs(
                GROUP,
                OWN,
                "O(N*N) where N is the number of replicas",
                "Tells what would happen if a primary died now.")
            .arguments(NAME),
        sub("myid", 2, inspection::myId)
            .docs(GROUP, "6.2.0", "O(1)", "Tells this supervisor's id."),
        sub("pending-scripts", 2, inspection::pendingScripts)
            .docs(GROUP, OLDEST, "", "Shows scripts that run or wait."),
        sub("info-cache", -3, inspection::infoCache)
            .docs(
                GROUP,
                "3.2.0",
                "O(N) where N is the number of instances",
                "Shows the last INFO of primaries and their replicas.")
            .arguments(node),
        Command.named("help")
            .arity(2)
            .flags(LOADING, STALE)
            .handler(HelpText::sentinel)
            .docs(GROUP, "6.2.0", "O(1)", "Lists the subcommands."));
  }

  private List<CommandBuilder> lookingBack() {
    return List.of(
        sub("history", -3, retrospection::history)
            .docs(
                GROUP,
                OWN,
                "O(N) where N is the number of failovers shown",
                "Lists past failovers of a primary, the newest first.")
            .arguments(NAME, Argument.of("count", ArgumentType.INTEGER).token("COUNT").optional()),
        sub("explain", -3, retrospection::explain)
            .docs(GROUP, OWN, "O(1)", "Tells all that is known of one failover, as JSON.")
            .arguments(NAME, Argument.of("id", ArgumentType.STRING).optional()));
  }

  private List<CommandBuilder> ordering() {
    Argument option =
        Argument.block(
                "option_value",
                Argument.of("option", ArgumentType.STRING),
                Argument.of("value", ArgumentType.STRING))
            .multiple();
    Argument period =
        Argument.block(
                "parameter_value",
                Argument.of("parameter", ArgumentType.STRING),
                Argument.of("value", ArgumentType.STRING))
            .multiple();
    String perPrimary = "O(N) where N is the number of monitored masters";
    return List.of(
        sub("is-master-down-by-addr", 6, management::isDown)
            .docs(GROUP, OLDEST, "O(1)", "Asked by peers: is it down, and who should lead?")
            .arguments(question()),
        sub("is-primary-down-by-addr", 6, management::isDown)
            .docs(GROUP, OLDEST, "O(1)", "The same as IS-MASTER-DOWN-BY-ADDR.")
            .arguments(question()),
        sub("monitor", 6, management::monitor)
            .docs(GROUP, OLDEST, "O(1)", "Begins to watch a primary.")
            .arguments(
                Argument.of("name", ArgumentType.STRING),
                Argument.of("ip", ArgumentType.STRING),
                Argument.of("port", ArgumentType.INTEGER),
                Argument.of("quorum", ArgumentType.INTEGER)),
        sub("remove", 3, management::remove)
            .docs(GROUP, OLDEST, "O(1)", "Stops watching a primary.")
            .arguments(NAME),
        sub("set", -5, management::set)
            .docs(GROUP, OLDEST, "O(1)", "Changes settings of a primary.")
            .arguments(NAME, option),
        sub("reset", 3, management::reset)
            .docs(GROUP, OLDEST, perPrimary, "Forgets what was learnt about primaries.")
            .arguments(Argument.of("pattern", ArgumentType.PATTERN)),
        sub("failover", 3, management::failover)
            .docs(GROUP, OLDEST, "", "Fails over a primary without asking anybody.")
            .arguments(NAME),
        sub("flushconfig", 2, management::flushConfig)
            .docs(GROUP, OLDEST, "O(1)", "Writes the configuration file anew."),
        sub("config", -3, config::handle)
            .docs(GROUP, "6.2.0", "O(1)", "Shows or changes settings of this supervisor.")
            .arguments(getOrSet()),
        sub("debug", -2, management::debug)
            .docs(
                GROUP,
                "7.0.0",
                "O(N) where N is the number of configurable parameters",
                "Shows or changes the periods of this supervisor's work.")
            .arguments(period),
        sub("simulate-failure", -3, management::simulateFailure)
            .docs(GROUP, "3.2.0", "", "Orders a crash at a marked point of the next failover.")
            .arguments(failures()));
  }

  private static CommandBuilder sub(String name, int arity, Handler handler) {
    return Command.named(name).arity(arity).flags(CommandFlag.ADMIN).handler(handler);
  }

  private static Argument[] question() {
    return new Argument[] {
      Argument.of("ip", ArgumentType.STRING),
      Argument.of("port", ArgumentType.INTEGER),
      Argument.of("current-epoch", ArgumentType.INTEGER),
      Argument.of("runid", ArgumentType.STRING)
    };
  }

  private static Argument getOrSet() {
    Argument set =
        Argument.block(
                "set_param_value",
                Argument.of("parameter", ArgumentType.STRING),
                Argument.of("value", ArgumentType.STRING))
            .token("SET")
            .multiple();
    Argument get = Argument.of("parameter", ArgumentType.STRING).token("GET").multiple();
    return Argument.oneOf("set_or_get", set, get);
  }

  private static Argument failures() {
    return Argument.oneOf(
            "mode",
            Argument.of("crash-after-election", ArgumentType.PURE_TOKEN),
            Argument.of("crash-after-promotion", ArgumentType.PURE_TOKEN),
            Argument.of("help", ArgumentType.PURE_TOKEN))
        .optional()
        .multiple();
  }

  private Command infoCommand() {
    return Command.named("info")
        .arity(-1)
        .flags(LOADING, STALE)
        .categories(DANGEROUS)
        .tips("nondeterministic_output", "request_policy:all_shards", "response_policy:special")
        .docs("server", "1.0.0", "O(1)", "Shows figures and facts about this supervisor.")
        .arguments(Argument.of("section", ArgumentType.STRING).optional().multiple())
        .handler(info::handle)
        .build();
  }

  private Command role() {
    return Command.named("role")
        .arity(1)
        .flags(NOSCRIPT, LOADING, STALE, FAST)
        .categories(ADMIN, DANGEROUS)
        .docs("server", "2.8.12", "O(1)", "Tells that this is a supervisor, and of what.")
        .handler(this::answerRole)
        .build();
  }

  private void answerRole(Connection client, Request request, RespWriter reply) {
    Collection<String> names = view.get().primaries().keySet();
    reply.array(2).bulk("sentinel").array(names.size());
    names.forEach(reply::bulk);
  }

  private Command publish() {
    return Command.named("publish")
        .arity(3)
        .flags(PUBSUB, LOADING, STALE, FAST)
        .docs("pubsub", "2.0.0", "O(1)", "Takes the hello of a peer.")
        .arguments(
            Argument.of("channel", ArgumentType.STRING),
            Argument.of("message", ArgumentType.STRING))
        .handler(management::publish)
        .build();
  }

  private Command shutdown() {
    return Command.named("shutdown")
        .arity(-1)
        .flags(
            CommandFlag.ADMIN,
            NOSCRIPT,
            LOADING,
            STALE,
            CommandFlag.NO_MULTI,
            CommandFlag.ALLOW_BUSY)
        .docs("server", "1.0.0", "O(1)", "Ends this supervisor.")
        .arguments(
            Argument.oneOf("nosave_save", Argument.word("NOSAVE"), Argument.word("SAVE"))
                .optional(),
            Argument.word("NOW").since("7.0.0").optional(),
            Argument.word("FORCE").since("7.0.0").optional(),
            Argument.word("ABORT").since("7.0.0").optional())
        .handler(this::answerShutdown)
        .build();
  }

  /** Everything is on disk already, so the variants of SHUTDOWN do not differ here. */
  private void answerShutdown(Connection client, Request request, RespWriter reply) {
    boolean abort = false;
    boolean other = false;
    boolean save = false;
    boolean noSave = false;
    for (int i = 1; i < request.argc(); i++) {
      boolean known =
          request.is(i, "nosave")
              || request.is(i, "save")
              || request.is(i, "now")
              || request.is(i, "force")
              || request.is(i, "abort");
      if (!known) {
        reply.error("ERR syntax error");
        return;
      }
      abort |= request.is(i, "abort");
      other |= !request.is(i, "abort");
      save |= request.is(i, "save");
      noSave |= request.is(i, "nosave");
    }
    if (abort || (save && noSave)) {
      reply.error(abort && !other ? "ERR No shutdown in progress." : "ERR syntax error");
      return;
    }
    client.defer(); // Never answered: the connection ends with the process.
    host.shutDown();
  }
}
