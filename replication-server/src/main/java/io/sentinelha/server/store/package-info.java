/**
 * What is kept: the table of keys, the records in it, and the values behind keys. Pure data
 * structures, owned by one thread; no sockets, files, threads or clocks, the time comes in as an
 * argument.
 *
 * <p>Depends on the JDK alone.
 */
@NullMarked
package io.sentinelha.server.store;

import org.jspecify.annotations.NullMarked;
