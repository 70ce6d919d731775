package dev.torc.testkit.proxy;

import dev.torc.testkit.proxy.Rule.Selection;
import dev.torc.testkit.proxy.Rule.Way;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** One connection through a {@link FaultProxy}. */
final class ProxiedConnection {
  private static final int BUFFER_BYTES = 16 << 10;

  /** Longer than a run. */
  private static final long HELD_NANOS = Long.MAX_VALUE / 2;

  private final int number;
  private final Socket client;
  private final Socket node;
  private final List<Rule> rules;
  private final RuleChanges changes;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger openWays = new AtomicInteger(Way.values().length);
  private volatile boolean dropped;

  /** Bytes as they came in one read; none is the end of them. */
  @SuppressWarnings("ArrayRecordComponent") // A carrier that is never compared.
  private record Chunk(byte[] bytes, long arrivedNanos) {}

  /**
   * A connection that does nothing yet.
   *
   * @param number its place in the order in which connections came
   * @param rules those in force, which change meanwhile
   * @param changes told when they do
   */
  ProxiedConnection(int number, Socket client, Socket node, List<Rule> rules, RuleChanges changes) {
    this.number = number;
    this.client = client;
    this.node = node;
    this.rules = rules;
    this.changes = changes;
  }

  /** Begins to relay; {@code closed} runs when both ways have ended. */
  void start(Runnable closed) throws IOException {
    client.setTcpNoDelay(true);
    node.setTcpNoDelay(true);
    relay(Way.TO_NODE, client, node, closed);
    relay(Way.TO_CLIENT, node, client, closed);
  }

  /** Breaks it; what is under way is lost. */
  void drop() {
    dropped = true;
    changes.signal();
    close(client);
    close(node);
  }

  /** Closes the client's side if the selection meets the way to the node. */
  void hangUp(Selection selection) {
    if (selection.includes(number, Way.TO_NODE)) {
      close(client);
    }
  }

  /** Pieces that came and were not delivered yet. */
  int underWay() {
    return underWay.get();
  }

  private void relay(Way way, Socket from, Socket to, Runnable closed) {
    BlockingQueue<Chunk> chunks = new LinkedBlockingQueue<>();
    run(() -> read(from, chunks));
    run(() -> {
      write(way, chunks, to);
      if (openWays.decrementAndGet() == 0) {
        close(client);
        close(node);
        closed.run();
      }
    });
  }

  static void run(Runnable task) {
    Thread thread = new Thread(task, "fault-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  /** Reads ahead, so that a sender that ends is noticed although its bytes are held. */
  private void read(Socket from, BlockingQueue<Chunk> chunks) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = from.getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        underWay.incrementAndGet();
        chunks.add(new Chunk(Arrays.copyOf(buffer, n), System.nanoTime()));
      }
    } catch (IOException e) {
      // Broken is ended too.
    } finally {
      chunks.add(new Chunk(new byte[0], System.nanoTime()));
    }
  }

  private void write(Way way, BlockingQueue<Chunk> chunks, Socket to) {
    try {
      OutputStream out = to.getOutputStream();
      for (Chunk chunk = chunks.take(); ; chunk = chunks.take()) {
        long arrived = chunk.arrivedNanos();
        byte[] bytes = chunk.bytes();
        changes.await(() -> remaining(way, bytes, arrived));
        if (dropped) {
          return;
        }
        if (chunk.bytes().length == 0) {
          to.shutdownOutput();
          return;
        }
        out.write(replaced(bytes));
        underWay.decrementAndGet();
      }
    } catch (IOException e) {
      // The receiver is gone: nothing more can be delivered to it.
      close(to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long remaining(Way way, byte[] bytes, long arrivedNanos) {
    if (dropped) {
      return 0;
    }
    long due = arrivedNanos;
    for (Rule rule : rules) {
      if (holds(rule, way, bytes)) {
        return HELD_NANOS;
      }
      if (rule instanceof Rule.Delay delay && delay.selection().includes(number, way)) {
        due += delay.by().toNanos();
      }
    }
    return due - System.nanoTime();
  }

  private byte[] replaced(byte[] bytes) {
    byte[] arriving = bytes;
    for (Rule rule : rules) {
      if (rule instanceof Rule.Replace replace) {
        arriving = replace.in(arriving);
      }
    }
    return arriving;
  }

  private boolean holds(Rule rule, Way way, byte[] bytes) {
    return rule instanceof Rule.Trap trap
        ? way == Way.TO_NODE && trap.holds(number, bytes)
        : rule instanceof Rule.Hold hold && hold.selection().includes(number, way);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }
}
