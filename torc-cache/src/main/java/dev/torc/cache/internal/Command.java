package dev.torc.cache.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;

/**
 * One or several Redis commands that are sent together and answered as one.
 *
 * @param parts each an array of arguments, the command's name first
 * @param gathersReplies whether the answer is an {@link Reply.Array} of all replies; else it is the
 *     last of them, or the first error if a command before it failed
 */
public record Command(List<byte[][]> parts, boolean gathersReplies) {
  private static final Command MULTI = of("MULTI");
  private static final Command EXEC = of("EXEC");

  /** A command of ASCII words. */
  public static Command of(String... words) {
    byte[][] arguments = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      arguments[i] = words[i].getBytes(UTF_8);
    }
    return of(arguments);
  }

  /** A command of binary arguments, which must not change afterwards. */
  public static Command of(byte[]... arguments) {
    return new Command(List.<byte[][]>of(arguments), false);
  }

  /**
   * Commands in one {@code MULTI … EXEC}; the answer is a {@link Reply.Array} of theirs, in their
   * order, or the error of the first that the server did not accept, in which case none ran.
   */
  public static Command atomically(Command... commands) {
    List<byte[][]> parts = new ArrayList<>(commands.length + 2);
    parts.add(MULTI.parts.get(0));
    for (Command command : commands) {
      parts.addAll(command.parts);
    }
    parts.add(EXEC.parts.get(0));
    return new Command(parts, false);
  }

  /** Commands one after the other; the answer is that of the last, or the first error. */
  public static Command inOrder(List<Command> commands) {
    return new Command(partsOf(commands), false);
  }

  /** Commands one after the other; the answer is a {@link Reply.Array} of theirs. */
  public static Command gathered(Command... commands) {
    return new Command(partsOf(List.of(commands)), true);
  }

  private static List<byte[][]> partsOf(List<Command> commands) {
    List<byte[][]> parts = new ArrayList<>(commands.size());
    commands.forEach(command -> parts.addAll(command.parts));
    return parts;
  }

  /** How many replies the server sends. */
  int replies() {
    return parts.size();
  }

  /** An upper bound of the encoded size in bytes. */
  public long maxEncodedBytes() {
    long bytes = 0;
    for (byte[][] arguments : parts) {
      bytes += 16;
      for (byte[] argument : arguments) {
        bytes += 16L + argument.length;
      }
    }
    return bytes;
  }

  /** Appends the commands as RESP arrays of bulk strings. */
  void encode(ByteBuf out) {
    for (byte[][] arguments : parts) {
      writeLength(out, '*', arguments.length);
      for (byte[] argument : arguments) {
        writeLength(out, '$', argument.length);
        out.writeBytes(argument);
        ByteBufUtil.writeShortBE(out, '\r' << 8 | '\n');
      }
    }
  }

  private static void writeLength(ByteBuf out, char type, int length) {
    out.writeByte(type);
    if (length < 10) {
      out.writeByte('0' + length);
    } else {
      out.writeCharSequence(Integer.toString(length), US_ASCII);
    }
    ByteBufUtil.writeShortBE(out, '\r' << 8 | '\n');
  }
}
