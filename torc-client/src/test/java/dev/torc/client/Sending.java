package dev.torc.client;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.util.concurrent.ExecutionException;

/** Both ways to send, which have to behave alike. */
enum Sending {
  BLOCKING {
    @Override
    <T> HttpResponse<T> send(HttpClient client, HttpRequest request, BodyHandler<T> handler)
        throws IOException, InterruptedException {
      return client.send(request, handler);
    }
  },

  ASYNC {
    @Override
    <T> HttpResponse<T> send(HttpClient client, HttpRequest request, BodyHandler<T> handler)
        throws IOException, InterruptedException {
      try {
        return client.sendAsync(request, handler).get();
      } catch (ExecutionException e) {
        throw Failures.raise(Failures.unwrapped(e));
      }
    }
  };

  abstract <T> HttpResponse<T> send(HttpClient client, HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException;
}
