package dev.torc.cache.resharding;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.torc.cache.coordination.Pair;
import dev.torc.cache.internal.Command;
import dev.torc.cache.internal.InternalKeys;
import dev.torc.cache.internal.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Deletes the keys of moves from a node, and what former changes have left there. */
final class Sweep {
  private static final byte[] UNLINK = "UNLINK".getBytes(US_ASCII);

  private final NodeLink node;
  private final InternalKeys keys;
  private final Function<byte[], @Nullable Pair> moveOf;
  private final Supplier<Boolean> goOn;
  private final Map<Pair, Long> deleted = new HashMap<>();

  /**
   * Prepares it.
   *
   * @param keys of the change that is made: they stay
   * @param moveOf the move for which a key is to be deleted, {@code null} if it is to stay
   * @param goOn whether to go on
   */
  Sweep(
      NodeLink node,
      InternalKeys keys,
      Function<byte[], @Nullable Pair> moveOf,
      Supplier<Boolean> goOn) {
    this.node = node;
    this.keys = keys;
    this.moveOf = moveOf;
    this.goOn = goOn;
  }

  /** Deletes; tells how many keys of each move there were. */
  Map<Pair, Long> run() {
    KeyScan.keys(node, this::sweep);
    return deleted;
  }

  private boolean sweep(List<byte[]> page) {
    Map<Pair, List<byte[]>> found = new HashMap<>();
    List<byte[]> left = new ArrayList<>();
    for (byte[] key : page) {
      if (InternalKeys.isInternal(key)) {
        if (keys.isOfFormerChange(key)) {
          left.add(key);
        }
        continue;
      }
      Pair move = moveOf.apply(key);
      if (move != null) {
        found.computeIfAbsent(move, none -> new ArrayList<>()).add(key);
      }
    }
    Map<Pair, CompletableFuture<Reply>> sent = new HashMap<>();
    found.forEach((move, some) -> sent.put(move, node.send(unlink(some))));
    if (!left.isEmpty()) {
      node.call(unlink(left));
    }
    sent.forEach((move, reply) -> {
      if (node.checked(NodeLink.await(reply)) instanceof Reply.Int count) {
        deleted.merge(move, count.value(), Long::sum);
      }
    });
    return goOn.get();
  }

  static Command unlink(List<byte[]> some) {
    byte[][] words = new byte[some.size() + 1][];
    words[0] = UNLINK;
    for (int i = 0; i < some.size(); i++) {
      words[i + 1] = some.get(i);
    }
    return Command.of(words);
  }
}
