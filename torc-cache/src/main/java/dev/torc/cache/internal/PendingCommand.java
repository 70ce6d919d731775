package dev.torc.cache.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A command on its way: who waits for it, until when, and the replies that came so far. */
final class PendingCommand {
  final CompletableFuture<Reply> future;
  final long bytes;
  final long deadlineNanos;
  int missingReplies;
  private final @Nullable List<Reply> gathered;
  private Reply.@Nullable Failure failure;

  PendingCommand(CompletableFuture<Reply> future, Command command, long bytes, long deadlineNanos) {
    this.future = future;
    this.missingReplies = command.replies();
    this.gathered = command.gathersReplies() ? new ArrayList<>(missingReplies) : null;
    this.bytes = bytes;
    this.deadlineNanos = deadlineNanos;
  }

  void add(Reply reply) {
    missingReplies--;
    if (gathered != null) {
      gathered.add(reply);
    } else if (failure == null && reply instanceof Reply.Failure error) {
      failure = error;
    }
  }

  Reply answer(Reply last) {
    if (gathered != null) {
      return new Reply.Array(gathered);
    }
    return failure == null ? last : failure;
  }
}
