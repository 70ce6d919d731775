package dev.torc.bench.torture;

import dev.torc.testkit.RedisProcess;
import dev.torc.testkit.proxy.FaultProxy;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * A Redis server and the proxy before it. Each method may be called by any thread; after {@link
 * #close} none starts anything.
 */
final class TortureNode implements AutoCloseable {
  /** Memory for all keys, many times over. */
  static final String ROOMY = "64mb";

  private final int number;
  private final String memory;
  private final RedisProcess server;
  private final FaultProxy proxy;
  private boolean closed;

  /**
   * Starts one.
   *
   * @param number from 0
   * @param memory what Redis may use, such as {@code 64mb}
   */
  TortureNode(int number, String memory) {
    this.number = number;
    this.memory = memory;
    this.server = RedisProcess.started("--maxmemory", memory, "--maxmemory-policy", "noeviction");
    this.proxy = FaultProxy.to(server.address());
  }

  int number() {
    return number;
  }

  /** Whether it may use as much memory as the keys of a run could need. */
  boolean hasRoom() {
    return memory.equals(ROOMY);
  }

  /** Its name on the ring. */
  String name() {
    return "n" + number;
  }

  /** Where the gateway finds it: the proxy. */
  InetSocketAddress address() {
    return proxy.address();
  }

  /** The same as text. */
  String hostAndPort() {
    return "127.0.0.1:" + proxy.address().getPort();
  }

  FaultProxy proxy() {
    return proxy;
  }

  /** A connection past the proxy. */
  RedisSocket connect() throws IOException {
    return new RedisSocket(server.address());
  }

  /** Ends the server as a crash does, and starts it again: empty. */
  synchronized void killAndRestart() {
    if (!closed) {
      server.kill();
      server.start();
    }
  }

  /** Stops the server's clock. */
  synchronized void pause() {
    if (!closed) {
      server.pause();
    }
  }

  /** Lets it go on. */
  synchronized void resume() {
    if (!closed) {
      server.resume();
    }
  }

  /** Leaves it no room for another value: what is stored stays, and can be read and deleted. */
  void fill() throws IOException {
    limit("1");
  }

  /** Gives the room back. */
  void empty() throws IOException {
    limit(memory);
  }

  private void limit(String bytes) throws IOException {
    try (RedisSocket redis = connect()) {
      redis.call("CONFIG", "SET", "maxmemory", bytes);
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      server.close();
      proxy.close();
    }
  }
}
