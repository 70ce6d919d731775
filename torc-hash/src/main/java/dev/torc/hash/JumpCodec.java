package dev.torc.hash;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/** The serial form of {@link Jump}, as its Javadoc says. */
final class JumpCodec {
  private static final byte[] MAGIC = "torcjump".getBytes(US_ASCII);
  private static final byte VERSION = 1;
  private static final int HEADER_BYTES = MAGIC.length + 1;

  private JumpCodec() {}

  static byte[] write(SlottedJump jump) {
    int[] slots = jump.occupants();
    List<byte[]> names = jump.nodes().stream().map(node -> node.name().getBytes(UTF_8)).toList();
    int nameBytes = names.stream().mapToInt(name -> name.length).sum();
    int numbers = 1 + 2 * names.size() + 1 + slots.length + 1;
    ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + nameBytes + numbers * Integer.BYTES);
    out.put(MAGIC).put(VERSION).putInt(names.size());
    for (int i = 0; i < names.size(); i++) {
      out.putInt(names.get(i).length).put(names.get(i)).putInt(jump.nodes().get(i).weight());
    }
    out.putInt(slots.length);
    out.asIntBuffer().put(slots);
    out.position(out.position() + slots.length * Integer.BYTES);
    out.putInt(checksum(out.array(), out.position()));
    return out.array();
  }

  static SlottedJump read(byte[] bytes, KeyHash keyHash) {
    if (bytes.length < HEADER_BYTES + Integer.BYTES
        || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw malformed("does not begin as one");
    }
    if (bytes[MAGIC.length] != VERSION) {
      throw new PlacementException(
          "version of the jump placement: " + bytes[MAGIC.length] + " (expected: " + VERSION + ")");
    }
    int end = bytes.length - Integer.BYTES;
    if (ByteBuffer.wrap(bytes).getInt(end) != checksum(bytes, end)) {
      throw malformed("its checksum is wrong");
    }
    try {
      return read(ByteBuffer.wrap(bytes, HEADER_BYTES, end - HEADER_BYTES), keyHash);
    } catch (BufferUnderflowException | CharacterCodingException e) {
      throw malformed("it ends too early, or a name is not UTF-8");
    }
  }

  private static SlottedJump read(ByteBuffer in, KeyHash keyHash) throws CharacterCodingException {
    List<Node> nodes = new ArrayList<>();
    for (int count = length(in, 2 * Integer.BYTES); count > 0; count--) {
      ByteBuffer name = in.slice(in.position() + Integer.BYTES, length(in, 1));
      in.position(in.position() + name.remaining());
      nodes.add(node(UTF_8.newDecoder().decode(name).toString(), in.getInt()));
    }
    int[] slots = new int[length(in, Integer.BYTES)];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = in.getInt();
    }
    checkConsistent(nodes, slots, in.remaining());
    return new SlottedJump(List.copyOf(nodes), keyHash, slots);
  }

  private static Node node(String name, int weight) {
    try {
      return new Node(name, weight);
    } catch (PlacementException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  /** A number of things that take so many bytes each at least, and so must be there. */
  private static int length(ByteBuffer in, int bytesEach) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining() / bytesEach) {
      throw malformed("length: " + length + " with " + in.remaining() + " bytes left");
    }
    return length;
  }

  private static void checkConsistent(List<Node> nodes, int[] slots, int bytesLeft) {
    if (!NodeSet.sorted(nodes).equals(nodes)) {
      throw malformed("its nodes are not in order");
    }
    if (slots.length > Jump.MAX_SLOTS || bytesLeft > 0) {
      throw malformed("it is too long");
    }
    int[] occupied = new int[nodes.size()];
    for (int owner : slots) {
      if (owner < SlottedJump.VACANT || owner >= nodes.size()) {
        throw malformed("slot of node " + owner + " of " + nodes.size());
      }
      if (owner != SlottedJump.VACANT) {
        occupied[owner]++;
      }
    }
    for (int i = 0; i < occupied.length; i++) {
      if (occupied[i] != nodes.get(i).weight()) {
        throw malformed(
            "node " + i + " of weight " + nodes.get(i).weight() + " in " + occupied[i] + " slots");
      }
    }
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static PlacementException malformed(String what) {
    return new PlacementException(
        "jump placement: " + what + " (expected: the whole of what was written)");
  }
}
