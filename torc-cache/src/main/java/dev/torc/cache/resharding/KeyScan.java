package dev.torc.cache.resharding;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.torc.cache.internal.Command;
import dev.torc.cache.internal.Reply;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks over all keys of a node, or all members of a set, page by page: each that is there from the
 * beginning to the end comes at least once. The next page is asked for while the last is worked on.
 */
final class KeyScan {
  private static final byte[] START = {'0'};
  private static final byte[] COUNT = "COUNT".getBytes(US_ASCII);
  private static final byte[] PAGE = "1000".getBytes(US_ASCII);

  private KeyScan() {}

  /** Receives a page of keys; tells whether to go on. */
  interface Page {
    boolean accept(List<byte[]> keys);
  }

  /** Walks over the keys of a node; tells whether it came to their end. */
  static boolean keys(NodeLink node, Page consumer) {
    return walk(node, new byte[][] {ascii("SCAN")}, consumer);
  }

  /** Walks over the members of a set. */
  static void members(NodeLink node, byte[] set, Page consumer) {
    walk(node, new byte[][] {ascii("SSCAN"), set}, consumer);
  }

  private static boolean walk(NodeLink node, byte[][] start, Page consumer) {
    var next = node.send(page(start, START));
    while (true) {
      Reply reply = node.checked(NodeLink.await(next));
      List<Reply> parts = reply instanceof Reply.Array array ? array.elements() : null;
      if (parts == null
          || parts.size() != 2
          || !(parts.get(0) instanceof Reply.Bulk cursor)
          || cursor.bytes() == null
          || !(parts.get(1) instanceof Reply.Array page)
          || page.elements() == null) {
        throw new MoveFailedException(node + ": " + reply + " to SCAN");
      }
      boolean last = cursor.text().equals("0");
      if (!last) {
        next = node.send(page(start, cursor.bytes()));
      }
      List<byte[]> keys = new ArrayList<>(page.elements().size());
      for (Reply element : page.elements()) {
        if (element instanceof Reply.Bulk key && key.bytes() != null) {
          keys.add(key.bytes());
        }
      }
      if (!consumer.accept(keys) || last) {
        return last;
      }
    }
  }

  private static Command page(byte[][] start, byte[] cursor) {
    byte[][] words = new byte[start.length + 3][];
    System.arraycopy(start, 0, words, 0, start.length);
    words[start.length] = cursor;
    words[start.length + 1] = COUNT;
    words[start.length + 2] = PAGE;
    return Command.of(words);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
