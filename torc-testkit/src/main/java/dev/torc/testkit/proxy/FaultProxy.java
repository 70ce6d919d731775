package dev.torc.testkit.proxy;

import dev.torc.testkit.proxy.Rule.Selection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between clients and one server, and spoils the connection: breaks it, refuses it, makes it
 * slow, or keeps bytes back and delivers them when nobody expects them any more.
 *
 * <p>When the client's side closes, what it sent before still goes to the node, as in a network;
 * when the node's side closes, what is on its way to it is lost. Safe for use by any number of
 * threads. Each connection takes four threads.
 */
public final class FaultProxy implements AutoCloseable {
  private final InetSocketAddress target;
  private final ServerSocket listener;
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final RuleChanges changes = new RuleChanges();
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile boolean refusing;

  private FaultProxy(InetSocketAddress target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
  }

  /** A proxy on a free loopback port, before a server that may be down at times. */
  public static FaultProxy to(InetSocketAddress target) {
    try {
      FaultProxy proxy = new FaultProxy(target);
      ProxiedConnection.run(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return InetSocketAddress.createUnresolved("127.0.0.1", listener.getLocalPort());
  }

  /** Puts a rule into force, for open connections and later ones. */
  public void apply(Rule rule) {
    rules.add(rule);
    changes.signal();
  }

  /** Ends a rule; nothing if it is not in force. */
  public void lift(Rule rule) {
    rules.remove(rule);
    changes.signal();
  }

  /** Whether new connections are closed as they come; those that are open stay. */
  public void refuse(boolean refuses) {
    this.refusing = refuses;
  }

  /** Breaks every connection; what is under way is lost. */
  public void drop() {
    connections.forEach(ProxiedConnection::drop);
  }

  /**
   * Breaks connections on the client's side only: what it sent still goes to the node, sooner or
   * later.
   */
  public void hangUp(Selection selection) {
    connections.forEach(connection -> connection.hangUp(selection));
  }

  /** Lifts every rule, and accepts again. */
  public void heal() {
    rules.clear();
    changes.signal();
    refusing = false;
  }

  /** How many connections came so far: the number of the next. */
  public int accepted() {
    return accepted.get();
  }

  /** Connections that are open, or whose last bytes are still on their way. */
  public int connections() {
    return connections.size();
  }

  /** Pieces that came and were not delivered yet, over all connections. */
  public int underWay() {
    return connections.stream().mapToInt(ProxiedConnection::underWay).sum();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      drop();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        admit(listener.accept());
      } catch (IOException e) {
        // The node is down, or the proxy is closed: a client sees that the connection ends.
      }
    }
  }

  private void admit(Socket client) throws IOException {
    if (refusing) {
      client.close();
      return;
    }
    Socket node = new Socket();
    try {
      node.connect(new InetSocketAddress(target.getHostString(), target.getPort()));
    } catch (IOException e) {
      client.close();
      throw e;
    }
    ProxiedConnection connection =
        new ProxiedConnection(accepted.getAndIncrement(), client, node, rules, changes);
    connections.add(connection);
    connection.start(() -> connections.remove(connection));
    if (listener.isClosed()) {
      connection.drop();
    }
  }
}
