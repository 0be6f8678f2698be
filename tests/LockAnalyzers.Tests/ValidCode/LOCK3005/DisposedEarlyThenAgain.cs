// Right: the runtime's handle may be disposed early; the using's second dispose does nothing.
using System;
using System.IO;
using FileLocking;

namespace ValidCode.LOCK3005;

public static class Publisher
{
    public static void Publish(FileLock l, string temp, string target, Action notify)
    {
        using var held = l.Acquire();
        File.Move(temp, target, overwrite: true);
        held.Dispose();
        notify();
    }
}
