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
    Ticker ticker,
    RandomGenerator random) {

  private static final int OBSERVER_COMMANDS = 16;
  private static final long OBSERVER_BYTES = 64 << 10;
  private static final int OBSERVER_BULK_BYTES = 1 << 20;

  /**
   * For connections that observe a node: limits that fit its commands and their answers, whatever
   * those of the cache are. A cache of small values must not take each node for dead because its
   * {@code INFO} is too long.
   */
  public ConnectionSettings forObserver() {
    return new ConnectionSettings(
        clientName,
        channelClass,
        connectTimeout,
        commandTimeout,
        OBSERVER_COMMANDS,
        OBSERVER_BYTES,
        OBSERVER_BULK_BYTES,
        ticker,
        random);
  }
}
