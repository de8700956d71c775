// Divides work among threads.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <thread>
#include <vector>

// As many threads as TensorFlow computes an op with.
static inline int threadCount() {
  const char* wanted = std::getenv("TF_NUM_INTRAOP_THREADS");
  const int n = wanted ? std::atoi(wanted) : 0;
  return n > 0 ? n : std::max(1u, std::thread::hardware_concurrency());
}

// Calls work(next) in each of the threads; next() gives 0 ... nParts - 1, each once, then -1.
template <class Work>
static void inParallel(int nParts, Work work) {
  std::atomic<int> taken{0};
  const auto next = [&] {
    const int part = taken++;
    return part < nParts ? part : -1;
  };
  std::vector<std::thread> others;
  for (int i = 1; i < std::min(nParts, threadCount()); i++) others.emplace_back([&] { work(next); });
  work(next);
  for (std::thread& thread : others) thread.join();
}
