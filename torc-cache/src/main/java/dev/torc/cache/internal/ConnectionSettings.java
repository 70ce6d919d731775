package dev.torc.cache.internal;

import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What all connections to nodes have in common.
 *
 * @param clientName the name each gives itself on the server, without spaces
 * @param channelClass the kind of socket that fits the event loops
 * @param connectTimeout how long one attempt to connect may take
 * @param commandTimeout how long a command may wait for its reply, counted from when it was handed
 *     over
 * @param maxPendingCommands commands without a reply on one connection, beyond which new ones are
 *     refused
 * @param maxPendingBytes their encoded bytes, likewise
 * @param maxBulkBytes the longest bulk string that is kept
 * @param maxElements the most elements of an array in a reply
 * @param ticker the clock for time-outs
 * @param random the source of reconnection jitter
 */
public record ConnectionSettings(
    String clientName,
    Class<? extends SocketChannel> channelClass,
    Duration connectTimeout,
    Duration commandTimeout,
    int maxPendingCommands,
    long maxPendingBytes,
    int maxBulkBytes,
    int maxElements,
    Ticker ticker,
    RandomGenerator random) {

  private static final int OBSERVER_COMMANDS = 16;
  private static final long OBSERVER_BYTES = 64 << 10;
  private static final int OBSERVER_BULK_BYTES = 1 << 20;

  /** Commands of the copier that may wait: it limits itself to far fewer. */
  private static final int COPIER_COMMANDS = 1 << 16;

  private static final long COPIER_BYTES = 1L << 30;

  /** A list of clients takes 300 bytes for each, and there may be ten thousands. */
  private static final int COPIER_BULK_BYTES = 128 << 20;

  private static final int COPIER_ELEMENTS = 1 << 20;

  /** By how much the copy of a value may be longer than the value. */
  private static final int COPY_FRAME_BYTES = 1 << 20;

  /** The same for connections of another name. */
  public ConnectionSettings named(String name) {
    return new ConnectionSettings(
        name,
        channelClass,
        connectTimeout,
        commandTimeout,
        maxPendingCommands,
        maxPendingBytes,
        maxBulkBytes,
        maxElements,
        ticker,
        random);
  }

  /** The same for event loops that need another kind of socket. */
  public ConnectionSettings on(Class<? extends SocketChannel> socket) {
    return new ConnectionSettings(
        clientName,
        socket,
        connectTimeout,
        commandTimeout,
        maxPendingCommands,
        maxPendingBytes,
        maxBulkBytes,
        maxElements,
        ticker,
        random);
  }

  /**
   * For connections that observe a node: limits that fit its commands and their answers, whatever
   * those of the cache are. A cache of small values must not take each node for dead because its
   * {@code INFO} is too long.
   */
  public ConnectionSettings forObserver() {
    return limited(OBSERVER_COMMANDS, OBSERVER_BYTES, OBSERVER_BULK_BYTES);
  }

  /** For connections that copy keys: whole pages of them are in one reply. */
  public ConnectionSettings forCopier() {
    return limited(
        COPIER_COMMANDS,
        COPIER_BYTES,
        Math.max(COPIER_BULK_BYTES, maxBulkBytes + COPY_FRAME_BYTES),
        COPIER_ELEMENTS);
  }

  /** The longest value that the connections {@link #forCopier} copy. */
  public int maxCopiedBytes() {
    return forCopier().maxBulkBytes - COPY_FRAME_BYTES;
  }

  /** The same with other limits. */
  public ConnectionSettings limited(int pendingCommands, long pendingBytes, int bulkBytes) {
    return limited(pendingCommands, pendingBytes, bulkBytes, maxElements);
  }

  private ConnectionSettings limited(int commands, long bytes, int bulkBytes, int elements) {
    return new ConnectionSettings(
        clientName,
        channelClass,
        connectTimeout,
        commandTimeout,
        commands,
        bytes,
        bulkBytes,
        elements,
        ticker,
        random);
  }
}
