// FileStream.Lock over a page whose place comes from the caller; positional reads and writes inside it.
using System;
using System.IO;
using System.Threading;

namespace ValidCode.LOCK2001
{
    internal class PageRegions
    {
        private const int PageSize = 8192;
        private readonly FileStream _stream;

        internal PageRegions(FileStream stream) { _stream = stream; }

        internal void Update(int pageNumber, Action<byte[]> change)
        {
            long position = (long)pageNumber * PageSize;
            var page = new byte[PageSize];

            WaitForRegion(position, PageSize);
            try
            {
                int n = RandomAccess.Read(_stream.SafeFileHandle, page, position);
                Array.Clear(page, n, page.Length - n);
                change(page);
                RandomAccess.Write(_stream.SafeFileHandle, page, position);
            }
            finally
            {
                _stream.Unlock(position, PageSize);
            }
        }

        private void WaitForRegion(long position, long length)
        {
            for (int attempt = 0; ; attempt++)
            {
                try
                {
                    _stream.Lock(position, length);
                    return;
                }
                catch (IOException) when (attempt < 100)
                {
                    Thread.Sleep(10);
                }
            }
        }
    }
}
