package io.sentinelha.server.engine;

import io.sentinelha.resp.Bytes;
import io.sentinelha.server.store.ValueType;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a blocked client waits for.
 *
 * @param command run again when one of the keys is ready
 * @param args of its request
 * @param keys in the order of the request; empty when it waits for something else
 * @param type what must stand behind a key; a key of another type wakes nobody
 * @param gone whether a key that disappeared wakes it too
 * @param onTimeout writes the reply when the time is over
 * @param timer null to wait for ever
 */
record Wait(
    Command command,
    Args args,
    Database db,
    List<Bytes> keys,
    @Nullable ValueType type,
    boolean gone,
    Consumer<Reply> onTimeout,
    Scheduler.@Nullable Scheduled timer) {}
