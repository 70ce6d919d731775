package dev.torc.client;

import java.net.URI;
import java.net.http.HttpRequest;

/** A program that uses the JDK's client before Torc's, unless {@code first} is set. */
final class LateStart {
  private LateStart() {}

  public static void main(String[] args) {
    if (!Boolean.getBoolean("first")) {
      HttpRequest.newBuilder(URI.create("http://elsewhere/")).build();
    }
    try (TorcClient client = TorcClient.of(Routings.plain("127.0.0.1:1"))) {
      System.out.println("it is up: " + client.version());
    }
    System.out.println("allowed: " + System.getProperty("jdk.httpclient.allowRestrictedHeaders"));
  }
}
