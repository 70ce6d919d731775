package dev.torc.cache.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a Redis server answered to one command, in RESP2.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">RESP
 *     specification</a>
 */
public sealed interface Reply {

  /** A simple string such as {@code OK}. */
  record Simple(String text) implements Reply {}

  /** An error: a word in capitals, a space, a sentence. */
  record Failure(String text) implements Reply {

    /** The first word, which tells the kind. */
    public String code() {
      int end = text.indexOf(' ');
      return end < 0 ? text : text.substring(0, end);
    }
  }

  /** A number. */
  record Int(long value) implements Reply {}

  /** Bytes, or {@code null} for "no such key". The array is the receiver's. */
  @SuppressWarnings(
      "ArrayRecordComponent") // A carrier that is never compared; copying 1 MiB values would cost.
  record Bulk(byte @Nullable [] bytes) implements Reply {

    /** The bytes as UTF-8 text, empty if there are none. */
    public String text() {
      return bytes == null ? "" : new String(bytes, UTF_8);
    }
  }

  /** Bytes beyond what the connection accepts: they were read and dropped. */
  record Oversized(int length) implements Reply {}

  /** Several replies, or {@code null} for an aborted transaction. */
  record Array(@Nullable List<Reply> elements) implements Reply {}
}
