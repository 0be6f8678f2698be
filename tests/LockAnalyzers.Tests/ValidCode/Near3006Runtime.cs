// The runtime's handle unlocks before it closes.
using System;
using FileLocking;

namespace Silent3006.Runtime;

public static class H
{
    public static void Do(string path, Action body)
    {
        using var held = new FileLock(path).Acquire();
        body();
    }
}
