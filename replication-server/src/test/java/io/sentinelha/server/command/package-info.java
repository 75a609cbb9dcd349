/** Tests of the families of commands. */
@NullMarked
package io.sentinelha.server.command;

import org.jspecify.annotations.NullMarked;
