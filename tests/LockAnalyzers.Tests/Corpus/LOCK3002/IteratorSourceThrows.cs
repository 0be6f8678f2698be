// Enumerating the caller's sequence may throw while the stream is locked; no finally in the iterator.
using System;
using System.Collections.Generic;
using System.IO;

namespace Imports.Numbered;

public static class NumberedImport
{
    public static IEnumerable<(int Number, string Text)> Number(FileStream sequence, IEnumerable<string> items)
    {
        int next = 1;
        {|LOCK3002:sequence.Lock(0, long.MaxValue)|};
        foreach (var item in items)
        {
            yield return (next++, item);
        }
        sequence.Unlock(0, long.MaxValue);
    }
}
