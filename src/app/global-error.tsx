'use client';

/** The last net: no provider, no words, no server may be needed to say that the page has to be loaded again. */
export default function GlobalError() {
  return (
    <html lang="zh-CN">
      <body style={{ fontFamily: 'sans-serif', padding: '64px 48px' }}>
        <h1 style={{ fontSize: 28 }}>这一页出错了</h1>
        <p>已存的草稿和记录都在。重新打开这一页接着做；仍不行，打电话给信息科。</p>
        <p lang="en">
          This page failed. What was saved is still there. Open it again; if it fails again, call your IT desk.
        </p>
        <button type="button" onClick={() => window.location.reload()} style={{ padding: '8px 16px', fontSize: 16 }}>
          重新打开 Reload
        </button>
      </body>
    </html>
  );
}
