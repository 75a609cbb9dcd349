package io.sentinelha.core.config;

import io.sentinelha.core.config.StateDirective.Shape;
import io.sentinelha.core.engine.DurableState;
import io.sentinelha.quorum.Epoch;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The {@code sentinel} directives that are about no primary. */
final class SentinelDirectives {

  /** A supervisor's id. Redis checks the length alone. */
  static final int ID_LENGTH = 40;

  /** What may not be in an id: it would break the hello message and these lines. */
  private static final Pattern NOT_IN_ID = Pattern.compile("[\\s,\\p{Cntrl}]");

  static final List<StateDirective<StateDraft, DurableState>> ALL =
      List.of(
          always(
              Directive.sentinel("myid", "<40 characters>", "", "who this supervisor is"),
              (draft, args) -> draft.myId = Optional.of(id(args)),
              state -> one(state.myId())),
          always(
              Directive.sentinel("current-epoch", "<n>", "0", "the highest epoch seen"),
              (draft, args) -> draft.currentEpoch = draft.currentEpoch.max(args.epoch(0)),
              state -> one(state.currentEpoch().toString())),
          optional(
              Directive.sentinel("announce-ip", "<ip>", "", "address told to peers"),
              (draft, args) -> draft.announceIp = announced(args),
              state -> ifAny(state.identity().announceIp())),
          optional(
              Directive.sentinel(
                  "announce-port", "<port>", "0", "port told to peers; 0 for the listening one"),
              (draft, args) -> draft.announcePort = args.port(0, ""),
              state -> one(Integer.toString(state.identity().announcePort()))),
          optional(
              Directive.sentinel("sentinel-user", "<user>", "", "user of links to peers"),
              (draft, args) -> draft.peerLogin = draft.peerLogin.withUser(args.text(0)),
              state -> ifAny(state.identity().peerAuth().user().orElse(""))),
          optional(
              Directive.sentinel("sentinel-pass", "<password>", "", "password of links to peers")
                  .hidden(),
              (draft, args) -> draft.peerLogin = draft.peerLogin.withPassword(args.text(0)),
              state -> ifAny(state.identity().peerAuth().password().orElse(""))),
          kept(
              Directive.sentinel(
                  "deny-scripts-reconfig", "<yes|no>", "yes", "scripts cannot be set at run time"),
              (draft, args) -> draft.denyScriptsReconfig = args.yesNo(0)),
          refused("resolve-hostnames", "<yes|no>", "no", "host names instead of addresses"),
          refused("announce-hostnames", "<yes|no>", "no", "host names in replies and hellos"),
          refused("state-config-file", "<path>", "", "another file for what must be remembered"));

  private SentinelDirectives() {}

  static List<List<String>> one(String... arguments) {
    return List.of(List.of(arguments));
  }

  /** One line, or none for an empty text. */
  static List<List<String>> ifAny(String text) {
    return text.isEmpty() ? List.of() : one(text);
  }

  private static StateDirective<StateDraft, DurableState> always(
      Directive info,
      StateDirective.Effect<StateDraft> effect,
      Function<DurableState, List<List<String>>> show) {
    return new StateDirective<>(info, 1, 1, Shape.ALWAYS, effect, show, draft -> {});
  }

  private static StateDirective<StateDraft, DurableState> optional(
      Directive info,
      StateDirective.Effect<StateDraft> effect,
      Function<DurableState, List<List<String>>> show) {
    return new StateDirective<>(info, 1, 1, Shape.UNLESS_STANDARD, effect, show, draft -> {});
  }

  private static StateDirective<StateDraft, DurableState> kept(
      Directive info, StateDirective.Effect<StateDraft> effect) {
    return new StateDirective<>(info, 1, 1, Shape.NEVER, effect, state -> List.of(), draft -> {});
  }

  private static StateDirective<StateDraft, DurableState> refused(
      String name, String arguments, String harmless, String summary) {
    return kept(
        Directive.sentinel(name, arguments, harmless, summary).refused(),
        (draft, args) -> refuse(args.text(0), harmless));
  }

  /** Takes only the value that changes nothing. */
  static void refuse(String value, String harmless) throws BadValue {
    if (harmless.isEmpty() || !value.equalsIgnoreCase(harmless)) {
      String instead = harmless.isEmpty() ? "" : " or say " + harmless;
      throw new BadValue("is not supported yet: remove the line" + instead, value);
    }
  }

  /** Redis takes any text; a name that is no address would be understood by no peer. */
  private static String announced(Arguments args) throws BadValue {
    return args.text(0).isEmpty() ? "" : args.address(0, "");
  }

  private static String id(Arguments args) throws BadValue {
    String id = checkedId(args, 0, "");
    if (Words.toBytes(id).length() != ID_LENGTH) {
      throw new BadValue("must have " + ID_LENGTH + " characters", id);
    }
    return id;
  }

  /** An id, of whatever length: peers are called what they call themselves. */
  static String checkedId(Arguments args, int index, String label) throws BadValue {
    String id = args.text(index);
    if (!isId(id)) {
      String what = label.isEmpty() ? "must be" : "must have as " + label;
      throw new BadValue(what + " characters without blanks, commas and controls", id);
    }
    return id;
  }

  static boolean isId(String text) {
    return !text.isEmpty() && !NOT_IN_ID.matcher(text).find();
  }

  /** The epoch itself, for lines. */
  static List<List<String>> epoch(Epoch epoch) {
    return one(epoch.toString());
  }
}
