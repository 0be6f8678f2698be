// The range comes from static readonly fields.
using System;
using System.IO;
using System.Threading;

namespace Fields;

public sealed class Fields
{
    private static readonly long s_start = 0;
    private static readonly long s_count = 1;

    private readonly FileStream _file;

    public Fields(FileStream file) => _file = file;

    public bool TryEnter()
    {
        try
        {
            _file.Lock({|LOCK2005:s_start, s_count|});
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Leave() => _file.Unlock(s_start, s_count);
}
