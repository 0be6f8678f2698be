// The BufferedStream between writer and file is flushed too late.
using System;
using System.IO;

namespace Layers;

public sealed class Layers
{
    private readonly FileStream _file;
    private readonly BufferedStream _buffer;

    public Layers(FileStream file)
    {
        _file = file;
        _buffer = new BufferedStream(file, 65536);
    }

    public void Put(byte[] block)
    {
        _file.Lock(0, long.MaxValue);
        try
        {
            _buffer.Write(block, 0, block.Length);
        }
        finally
        {
            {|LOCK3009:_file.Unlock(0, long.MaxValue)|};
        }

        _buffer.Flush();
    }
}
