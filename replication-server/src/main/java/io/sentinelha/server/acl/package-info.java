/**
 * Users and what they may do: the rules of ACL SETUSER, the checks they lead to, the log of
 * refusals, and the file that users are kept in.
 *
 * <p>Uses {@code engine}.
 */
@NullMarked
package io.sentinelha.server.acl;

import org.jspecify.annotations.NullMarked;
