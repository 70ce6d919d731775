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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns the pieces of Netty's {@code RedisDecoder} into whole {@link Reply replies}.
 *
 * <p>Netty's own aggregators would gather a bulk string of any length, up to 512 MiB that another
 * client may have stored; this one drops what is longer than the limit while it arrives. Confined
 * to its channel's event loop.
 */
final class ReplyAssembler extends SimpleChannelInboundHandler<RedisMessage> {

  /** No command of Torc's has an answer with more elements, or with arrays in arrays. */
  private static final int MAX_ELEMENTS = 1024;

  private final int maxBulkBytes;
  private final Consumer<Reply> consumer;

  private byte @Nullable [] bulk;
  private int bulkLength;
  private int bulkFilled;
  private @Nullable List<Reply> elements;
  private int missingElements;

  /** After a reply that makes no sense, all that follows would be taken for another's. */
  private boolean broken;

  ReplyAssembler(int maxBulkBytes, Consumer<Reply> consumer) {
    this.maxBulkBytes = maxBulkBytes;
    this.consumer = consumer;
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
    bulk = bulkLength <= maxBulkBytes ? new byte[bulkLength] : null;
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
    if (elements != null || header.length() > MAX_ELEMENTS) {
      throw new IllegalStateException(
          "array of "
              + header.length()
              + " elements (expected: one level, at most "
              + MAX_ELEMENTS
              + ")");
    }
    missingElements = (int) header.length();
    elements = new ArrayList<>(missingElements);
    completeArrayIfFull();
  }

  private void completed(Reply reply) {
    if (elements == null) {
      consumer.accept(reply);
      return;
    }
    elements.add(reply);
    missingElements--;
    completeArrayIfFull();
  }

  private void completeArrayIfFull() {
    if (missingElements == 0 && elements != null) {
      Reply array = new Reply.Array(elements);
      elements = null;
      consumer.accept(array);
    }
  }

  private static byte[] bytesOf(ByteBuf buffer) {
    byte[] bytes = new byte[buffer.readableBytes()];
    buffer.readBytes(bytes);
    return bytes;
  }
}
