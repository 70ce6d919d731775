package dev.torc.cache.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.redis.ArrayHeaderRedisMessage;
import io.netty.handler.codec.redis.BulkStringHeaderRedisMessage;
import io.netty.handler.codec.redis.BulkStringRedisContent;
import io.netty.handler.codec.redis.ErrorRedisMessage;
import io.netty.handler.codec.redis.FullBulkStringRedisMessage;
import io.netty.handler.codec.redis.IntegerRedisMessage;
import io.netty.handler.codec.redis.LastBulkStringRedisContent;
import io.netty.handler.codec.redis.RedisMessage;
import io.netty.handler.codec.redis.SimpleStringRedisMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns the pieces of Netty's {@code RedisDecoder} into whole {@link Reply replies}.
 *
 * <p>Netty's own aggregators would gather a bulk string of any length, up to 512 MiB that another
 * client may have stored; this one drops what is longer than the limit while it arrives. Confined
 * to its channel's event loop.
 */
final class ReplyAssembler extends SimpleChannelInboundHandler<RedisMessage> {

  /** {@code ROLE} answers with an array, of replicas, in which each is one; nothing with more. */
  private static final int MAX_DEPTH = 3;

  private final IntSupplier maxBulkBytes;
  private final int maxElements;
  private final Consumer<Reply> consumer;

  private byte @Nullable [] bulk;
  private int bulkLength;
  private int bulkFilled;

  /** Arrays that are not complete yet, the innermost first. */
  private final Deque<PartialArray> arrays = new ArrayDeque<>(MAX_DEPTH);

  /** After a reply that makes no sense, all that follows would be taken for another's. */
  private boolean broken;

  /**
   * Assembles replies.
   *
   * @param maxBulkBytes the longest bulk string that is kept, asked when one begins
   * @param maxElements the most elements of an array; more break the connection
   */
  ReplyAssembler(IntSupplier maxBulkBytes, int maxElements, Consumer<Reply> consumer) {
    this.maxBulkBytes = maxBulkBytes;
    this.maxElements = maxElements;
    this.consumer = consumer;
  }

  private static final class PartialArray {
    final List<Reply> elements;
    int missing;

    PartialArray(int length) {
      elements = new ArrayList<>(length);
      missing = length;
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, RedisMessage message) {
    if (broken) {
      return;
    }
    broken = true;
    assemble(message);
    broken = false;
  }

  private void assemble(RedisMessage message) {
    if (message instanceof FullBulkStringRedisMessage full) {
      completed(new Reply.Bulk(full.isNull() ? null : bytesOf(full.content())));
    } else if (message instanceof BulkStringRedisContent piece) {
      add(piece);
    } else if (message instanceof BulkStringHeaderRedisMessage header) {
      begin(header);
    } else if (message instanceof SimpleStringRedisMessage simple) {
      completed(new Reply.Simple(simple.content()));
    } else if (message instanceof ErrorRedisMessage error) {
      completed(new Reply.Failure(error.content()));
    } else if (message instanceof IntegerRedisMessage number) {
      completed(new Reply.Int(number.value()));
    } else if (message instanceof ArrayHeaderRedisMessage header) {
      beginArray(header);
    } else {
      throw new IllegalStateException("unexpected part of a reply: " + message);
    }
  }

  private void begin(BulkStringHeaderRedisMessage header) {
    if (header.isNull()) {
      completed(new Reply.Bulk(null));
      return;
    }
    bulkLength = header.bulkStringLength();
    bulkFilled = 0;
    bulk = bulkLength <= maxBulkBytes.getAsInt() ? new byte[bulkLength] : null;
  }

  private void add(BulkStringRedisContent piece) {
    int length = piece.content().readableBytes();
    if (bulk != null) {
      piece.content().readBytes(bulk, bulkFilled, length);
    }
    bulkFilled += length;
    if (piece instanceof LastBulkStringRedisContent) {
      Reply reply = bulk == null ? new Reply.Oversized(bulkLength) : new Reply.Bulk(bulk);
      bulk = null;
      completed(reply);
    }
  }

  private void beginArray(ArrayHeaderRedisMessage header) {
    if (header.isNull()) {
      completed(new Reply.Array(null));
      return;
    }
    if (arrays.size() == MAX_DEPTH || header.length() > maxElements) {
      throw new IllegalStateException(
          "array of "
              + header.length()
              + " elements in "
              + arrays.size()
              + " others (expected: in at most "
              + (MAX_DEPTH - 1)
              + ", of at most "
              + maxElements
              + ")");
    }
    int length = (int) header.length();
    if (length == 0) {
      completed(new Reply.Array(List.of()));
    } else {
      arrays.push(new PartialArray(length));
    }
  }

  private void completed(Reply reply) {
    Reply whole = reply;
    for (PartialArray array = arrays.peek(); array != null; array = arrays.peek()) {
      array.elements.add(whole);
      array.missing--;
      if (array.missing > 0) {
        return;
      }
      arrays.pop();
      whole = new Reply.Array(array.elements);
    }
    consumer.accept(whole);
  }

  private static byte[] bytesOf(ByteBuf buffer) {
    byte[] bytes = new byte[buffer.readableBytes()];
    buffer.readBytes(bytes);
    return bytes;
  }
}
