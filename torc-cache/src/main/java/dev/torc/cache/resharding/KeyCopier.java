package dev.torc.cache.resharding;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.torc.cache.internal.Command;
import dev.torc.cache.internal.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Makes keys on a destination what they are on the source: value and expiry, or nothing. The source
 * tells all of a batch in one transaction; expiry goes over as the time at which it is.
 */
final class KeyCopier {
  private static final byte[] DUMP = ascii("DUMP");
  private static final byte[] PTTL = ascii("PTTL");
  private static final byte[] PEXPIRETIME = ascii("PEXPIRETIME");
  private static final byte[] RESTORE = ascii("RESTORE");
  private static final byte[] REPLACE = ascii("REPLACE");
  private static final byte[] ABSTTL = ascii("ABSTTL");
  private static final byte[] UNLINK = ascii("UNLINK");
  private static final byte[] NEVER = ascii("0");
  private static final Command TIME = Command.of("TIME");

  private final NodeLink source;
  private final boolean tellsExpiryTime;

  /** What a batch took: keys that were there, and their bytes. */
  record Batch(int keys, long bytes) {}

  /**
   * Copies from a source.
   *
   * @param version of its server: from 7 on it tells the time at which a key expires
   */
  KeyCopier(NodeLink source, String version) {
    this.source = source;
    this.tellsExpiryTime = Integer.parseInt(version.substring(0, version.indexOf('.'))) >= 7;
  }

  /** Copies keys; completes when the destination has acknowledged all of them. */
  CompletableFuture<Batch> copy(List<byte[]> keys, NodeLink destination) {
    if (keys.isEmpty()) {
      return CompletableFuture.completedFuture(new Batch(0, 0));
    }
    Command[] questions = new Command[2 * keys.size() + 1];
    questions[0] = TIME;
    for (int i = 0; i < keys.size(); i++) {
      questions[2 * i + 1] = Command.of(DUMP, keys.get(i));
      questions[2 * i + 2] = Command.of(tellsExpiryTime ? PEXPIRETIME : PTTL, keys.get(i));
    }
    return source
        .send(Command.atomically(questions))
        .thenCompose(
            reply -> isFull(reply) ? source.send(Command.gathered(questions)) : done(reply))
        .thenCompose(reply -> restore(keys, answers(reply, questions.length), destination));
  }

  /** A full server accepts no transaction; without one it answers too, and writes are recorded. */
  private static boolean isFull(Reply reply) {
    return reply instanceof Reply.Failure failure && failure.code().equals("OOM");
  }

  private static CompletableFuture<Reply> done(Reply reply) {
    return CompletableFuture.completedFuture(reply);
  }

  private List<Reply> answers(Reply reply, int expected) {
    List<Reply> elements =
        source.checked(reply) instanceof Reply.Array array ? array.elements() : null;
    if (elements == null || elements.size() != expected) {
      throw new MoveFailedException(source + ": " + reply + " to DUMP of some keys");
    }
    elements.forEach(source::checked);
    return elements;
  }

  private CompletableFuture<Batch> restore(
      List<byte[]> keys, List<Reply> answers, NodeLink destination) {
    long now = tellsExpiryTime ? 0 : millis(answers.get(0));
    List<Command> commands = new ArrayList<>(keys.size());
    int found = 0;
    long bytes = 0;
    for (int i = 0; i < keys.size(); i++) {
      byte[] key = keys.get(i);
      byte[] value = payload(answers.get(2 * i + 1));
      long expiry = number(answers.get(2 * i + 2));
      // -2: it has expired since the DUMP before it.
      if (value == null || expiry == -2) {
        commands.add(Command.of(UNLINK, key));
      } else {
        byte[] at = expiry == -1 ? NEVER : ascii(Long.toString(Math.max(1, now + expiry)));
        commands.add(Command.of(RESTORE, key, at, value, REPLACE, ABSTTL));
        found++;
        bytes += value.length;
      }
    }
    Batch batch = new Batch(found, bytes);
    return destination
        .send(Command.inOrder(commands))
        .thenApply(reply -> {
          destination.checked(reply);
          return batch;
        });
  }

  private byte @Nullable [] payload(Reply reply) {
    if (reply instanceof Reply.Bulk bulk) {
      return bulk.bytes();
    }
    throw new MoveFailedException(source + ": " + reply + " to DUMP");
  }

  private long number(Reply reply) {
    if (reply instanceof Reply.Int number) {
      return number.value();
    }
    throw new MoveFailedException(source + ": " + reply + " to PTTL");
  }

  private long millis(Reply time) {
    if (time instanceof Reply.Array array
        && array.elements() != null
        && array.elements().size() == 2
        && array.elements().get(0) instanceof Reply.Bulk seconds
        && array.elements().get(1) instanceof Reply.Bulk micros) {
      return Long.parseLong(seconds.text()) * 1000 + Long.parseLong(micros.text()) / 1000;
    }
    throw new MoveFailedException(source + ": " + time + " to TIME");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
