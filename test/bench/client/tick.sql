UPDATE bench.tick SET n = n + 1;
