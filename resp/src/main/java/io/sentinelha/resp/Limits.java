package io.sentinelha.resp;

/**
 * How large a request may be. Whatever a client declares, memory is taken only for bytes that have
 * arrived.
 *
 * @param inlineBytes longest inline request, and longest line that declares a length; positive,
 *     default 64 KiB
 * @param arguments most arguments of one request, the command's name included; positive, default
 *     1,048,576
 * @param bulkBytes longest argument; positive, default 512 MiB
 * @param requestBytes most bytes of one request that is not complete yet; positive, default 1 GiB
 * @param unauthenticatedArguments most arguments before the client has authenticated; positive,
 *     default 10
 * @param unauthenticatedBulkBytes longest argument before the client has authenticated; positive,
 *     default 16 KiB
 */
public record Limits(
    int inlineBytes,
    int arguments,
    int bulkBytes,
    int requestBytes,
    int unauthenticatedArguments,
    int unauthenticatedBulkBytes) {

  /** The limits of a Redis server as it comes. */
  public static final Limits DEFAULT =
      new Limits(64 << 10, 1 << 20, 512 << 20, 1 << 30, 10, 16 << 10);

  public Limits {
    requirePositive(inlineBytes, "inlineBytes");
    requirePositive(arguments, "arguments");
    requirePositive(bulkBytes, "bulkBytes");
    requirePositive(requestBytes, "requestBytes");
    requirePositive(unauthenticatedArguments, "unauthenticatedArguments");
    requirePositive(unauthenticatedBulkBytes, "unauthenticatedBulkBytes");
  }

  /** The same with other bounds for one argument and for one request. */
  public Limits withBytes(int bulk, int request) {
    return new Limits(
        inlineBytes, arguments, bulk, request, unauthenticatedArguments, unauthenticatedBulkBytes);
  }

  /** The same with another bound for the number of arguments. */
  public Limits withArguments(int most) {
    return new Limits(
        inlineBytes,
        most,
        bulkBytes,
        requestBytes,
        unauthenticatedArguments,
        unauthenticatedBulkBytes);
  }

  private static void requirePositive(int value, String name) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be > 0: got " + value);
    }
  }
}
